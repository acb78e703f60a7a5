import duckdb
import pyarrow as pa
import pytest

from inconcert.errors import UsageError
from inconcert.model.tables import schema
from inconcert.profile.site import site
from inconcert.report.sites import about

SECOND = 1_000_000
NETWORKS = [
    {
        "id": "net-1", "grade": "B", "members": [{"platform": "x", "account_id": "b"}],
        "pushes": [{"platform": "web", "id": "harbour.example", "posts": 2, "accounts": 1}],
    }
]  # fmt: skip


def act(number, who, *links, domains=("harbour.example",)):
    return {
        "post": number, "post_ref": f"x:{number}", "asset": f"x:{who}", "platform": "x", "at": number * SECOND,
        "precision": 1.0, "links": list(links), "domains": list(domains),
    }  # fmt: skip


@pytest.fixture
def con():
    acts = [
        act(1, "a", "harbour.example/1"),
        act(2, "b", "harbour.example/1", "harbour.example/2"),
        act(3, "b", "harbour.example/2"),
        act(4, "c", "paper.example/today", domains=["paper.example"]),
    ]
    ads = [
        {
            "platform": "facebook", "ad_id": "7", "payer": "Harbour Friends", "urls": ["https://harbour.example/x"],
            "currency": "EUR", "spend_lower": 100.0, "spend_upper": 200.0,
        }
    ]  # fmt: skip
    made = duckdb.connect()
    made.register("features", pa.Table.from_pylist(acts, schema=schema("features")))
    made.register("ads", pa.Table.from_pylist(ads, schema=schema("ads")))
    return made


def test_a_site_shows_who_spread_it_who_was_first_and_who_paid(con):
    told = site(con, NETWORKS, "https://www.harbour.example/anything")
    assert (told["domain"], told["posts"], told["accounts"]) == ("harbour.example", 3, 2)
    assert told["first"] == {"account": "x:a", "post": "x:1", "at": "1970-01-01T00:00:01Z"}
    assert [(row["account"], row["posts"], row["network"]) for row in told["spread"]] == [
        ("x:b", 2, "net-1"),
        ("x:a", 1, None),
    ]
    assert told["networks"] == [{"id": "net-1", "grade": "B", "posts": 2, "accounts": 1}]
    assert [(row["link"], row["posts"], row["accounts"]) for row in told["links"]] == [
        ("harbour.example/1", 2, 2),
        ("harbour.example/2", 2, 1),
    ]
    assert told["ads"]["payers"] == ["Harbour Friends"]


def test_a_site_nobody_links_to_is_refused_with_the_nearest(con):
    with pytest.raises(UsageError, match=r"leads to 'harbor\.example'.*harbour\.example"):
        site(con, NETWORKS, "harbor.example")


def test_it_can_be_read_in_a_terminal(con):
    from rich.console import Console

    console = Console(width=200, record=True)
    console.print(about(site(con, NETWORKS, "harbour.example")))
    said = console.export_text()
    assert "3 posts of 2 accounts link there" in said
    assert "paid by Harbour Friends" in said
    assert "Network net-1 (grade B) links to it" in said
    assert "harbour[.]example/1" in said
