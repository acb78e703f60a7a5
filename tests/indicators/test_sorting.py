import pytest

from inconcert.indicators import sorted_tables, sorting
from inconcert.indicators.reading import read
from inconcert.indicators.sorting import sort

ROWS = [
    "domain_name,spiegel.ltd,Germany-targeting CIB domain,2022-09-27",
    *(
        f"domain_name,{label}.{end},,2022-09-27"
        for label in ("sprachfriheit", "sprachfreihiet")
        for end in ("pw", "fun")
    ),
    "domain_name,bakery.example,,2022-09-27",
    "cib_url,https://secure.avaaz.org/community_petitions/de/einheit?cabc,,2022-09-27",
    "cib_url,https://secure.avaaz.org/community_petitions/de/einheit,,2022-09-27",
    "telegram_url,https://t.me/Some_Channel,,2022-09-27",
    "cib_url,https://some-one.livejournal.com/,,2022-09-27",
    "md5,d41d8cd98f00b204e9800998ecf8427e,,2022-09-27",
]


class Hit:
    candidate, brand, rule, tier, score, why = "spiegel.ltd", "spiegel.de", "same_label", "strong", 0.9, "the label"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    path = tmp_path_factory.mktemp("sorting") / "file.csv"
    path.write_text("indicator_type,indicator_value,comment,ds\n" + "\n".join(ROWS), "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "_hits", lambda names: [Hit])
        patch.setattr(sorting, "_countries", lambda: {"spiegel.de": "de"})
        return sort(read([path]).indicators)


def test_every_indicator_stands_in_one_part(found):
    look = [row for one in found.lookalikes for row in one.rows]
    assets = [row for thing in found.assets for row in thing.rows]
    rest = [one.source_row for one in (*found.sites, *found.others)]
    names = [member for family in found.families for member in family.members]
    assert (look, sorted(assets), rest) == ([2], [8, 9, 10, 11], [7, 12])
    assert sorted(names) == sorted(row.split(",")[1] for row in ROWS[1:5])


def test_look_alikes_have_brand_and_country(found):
    (one,) = found.lookalikes
    assert (one.site, one.brand, one.country, one.target) == ("spiegel.ltd", "spiegel.de", "de", "Germany")


def test_share_codes_do_not_make_two_petitions(found):
    kinds = {(thing.asset.platform, thing.asset.kind): len(thing.links) for thing in found.assets}
    assert kinds == {("avaaz", "petition"): 2, ("telegram", "channel"): 1, ("livejournal", "blog"): 1}


def test_the_day_of_publication_is_not_taken_for_one_of_registration(found):
    assert all(family.days is None and family.kind != "burst" for family in found.families)


def test_tables_and_words(found, tmp_path):
    sorted_tables.write(tmp_path / "out", found)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "assets.csv", "families.csv", "lookalikes.csv", "others.csv", "sites.csv",
    ]  # fmt: skip
    assert len((tmp_path / "out" / "families.csv").read_text("utf-8").splitlines()) == 5
    assert "1 sites imitate 1 brands." in sorted_tables.told(found)
    assert sorted_tables.as_data(found)["assets"][0]["links"][0].startswith("hxxps://secure[.]avaaz[.]org")
