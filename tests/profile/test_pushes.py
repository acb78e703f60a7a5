import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from inconcert.model.tables import schema
from inconcert.profile.landing import Landings
from inconcert.profile.pushes import Pushes, led_to, sentences

SECOND = 1_000_000


def act(number, who, *links):
    return {
        "post": number, "post_ref": f"x:{number}", "asset": f"x:{who}", "platform": "x", "at": number * SECOND,
        "precision": 1.0, "lang": "en", "kind": "post", "links": list(links),
    }  # fmt: skip


def ad(number, *urls, payer="Harbour Friends", currency="EUR", lower=100.0, upper=200.0):
    return {
        "platform": "facebook", "ad_id": str(number), "account_id": f"page{number}", "payer": payer, "urls": list(urls),
        "currency": currency, "spend_lower": lower, "spend_upper": upper,
    }  # fmt: skip


@pytest.fixture
def look(tmp_path):
    """What the network of the accounts a, b and c pushes, by id of the place, and the whole of what is told."""

    def told(acts, ads=(), members="abc"):
        con = duckdb.connect()
        pq.write_table(pa.Table.from_pylist(acts, schema=schema("features")), tmp_path / "features.parquet")
        con.register("ads", pa.Table.from_pylist(list(ads), schema=schema("ads")))
        rows = [{"network": 0, "asset": f"x:{who}"} for who in members]
        con.register("seated", pa.Table.from_pylist(rows))
        con.execute("CREATE TEMP TABLE net_members AS FROM seated")
        (found,) = Pushes(con, tmp_path / "features.parquet").of(0, 1)
        return {row["id"]: row for row in found["pushes"]}, found

    return told


CROWD = [act(100 + n, f"reader{n}", "paper.example/today") for n in range(20)]


def test_what_only_members_link_to_stands_before_what_everybody_links_to(look):
    own = [act(n, who, f"harbour.example/{n}", "paper.example/today") for n, who in enumerate("abcabc")]
    rows, told = look(own + CROWD)
    assert list(rows) == ["harbour.example", "paper.example"]
    harbour, paper = rows["harbour.example"], rows["paper.example"]
    assert (harbour["posts"], harbour["accounts"], harbour["other_posts"], harbour["other_accounts"]) == (6, 3, 0, 0)
    assert (paper["posts"], paper["other_posts"], paper["other_accounts"]) == (6, 20, 20)
    assert harbour["lift"] == pytest.approx(26 / 6, abs=0.01)
    assert paper["lift"] == pytest.approx(1.0)
    assert paper["nats"] == pytest.approx(0.0)
    assert harbour["first_at"] == "1970-01-01T00:00:00Z"
    assert harbour["linkers"] == [{"asset": f"x:{who}", "posts": 2} for who in "abc"]
    assert told["assets"] == 2


def test_a_post_with_two_links_to_one_site_counts_once(look):
    rows, _ = look([act(1, "a", "harbour.example/1", "harbour.example/2"), *CROWD])
    assert rows["harbour.example"]["posts"] == 1


def test_a_channel_and_a_petition_are_places_of_their_own(look):
    own = [act(n, who, f"t.me/harbour_voice/{n}", "change.org/p/save-the-quay") for n, who in enumerate("abc")]
    other = [act(50, "reader", "t.me/harbour_voice/77"), act(51, "reader", "t.me/somebody_else/1")]
    rows, _ = look([*own, *other, *CROWD])
    channel = rows["harbour_voice"]
    assert (channel["platform"], channel["kind"]) == ("telegram", "channel")
    assert (channel["posts"], channel["other_posts"]) == (3, 1)
    assert (rows["save-the-quay"]["kind"], rows["save-the-quay"]["posts"]) == ("petition", 3)
    assert "somebody_else" not in rows


def test_ads_that_lead_there_are_told_with_payer_and_bounds(look):
    own = [act(n, who, "harbour.example/x") for n, who in enumerate("abc")]
    ads = [ad(1, "https://harbour.example/a", "https://www.harbour.example/b"), ad(2, "harbour.example", payer=None)]
    rows, told = look(own + CROWD, ads)
    assert rows["harbour.example"]["ads"] == {
        "ads": 2, "payers": ["Harbour Friends"], "advertisers": ["facebook:page1", "facebook:page2"],
        "spend": [{"currency": "EUR", "ads": 2, "lower": 200.0, "upper": 400.0}],
    }  # fmt: skip
    assert any("2 ads in this material lead to harbour.example, paid by Harbour Friends." in s for s in sentences(told))


def test_currencies_are_not_added_and_an_open_bound_stays_open():
    con = duckdb.connect()
    rows = [
        ad(1, "h.example", lower=1.0, upper=None),
        ad(2, "h.example", lower=2.0),
        ad(3, "h.example", currency="USD"),
    ]
    con.register("ads", pa.Table.from_pylist(rows, schema=schema("ads")))
    euro, dollar = Landings(con).of("h.example")["spend"]
    assert (euro["currency"], euro["lower"], euro["upper"]) == ("EUR", 3.0, None)
    assert (dollar["currency"], dollar["lower"], dollar["upper"]) == ("USD", 100.0, 200.0)


def test_a_site_that_looks_like_a_newspaper_is_named_with_the_reason(look):
    own = [act(n, who, "spiegel.ltd/panorama") for n, who in enumerate("abc")]
    rows, told = look(own + CROWD)
    assert rows["spiegel.ltd"]["resembles"]["brand"] == "spiegel.de"
    assert rows["paper.example"]["resembles"] is None if "paper.example" in rows else True
    assert any("spiegel.ltd looks like spiegel.de" in said for said in sentences(told))


def test_what_others_link_to_as_much_is_not_said_to_be_pushed(look):
    own = [act(n, who, "paper.example/today") for n, who in enumerate("abc")]
    assert sentences(look(own + CROWD)[1]) == []


def test_a_link_without_use_leads_nowhere():
    assert led_to("localhost") is None
