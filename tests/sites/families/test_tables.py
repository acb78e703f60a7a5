import csv

from inconcert.sites.families.find import find
from inconcert.sites.families.reading import Candidate, host
from inconcert.sites.families.tables import COLUMNS, summary, told, why, write

NAMES = [f"sprach{end}.{suffix}" for end in ("friheit", "freihiet", "frehieit") for suffix in ("site", "pw")] + [
    "bakery.de"
]


def listed():
    return [Candidate(name, host(name)) for name in NAMES]


def test_the_table_has_a_row_for_each_candidate_in_order(tmp_path):
    write(tmp_path / "out.csv", listed(), find(listed()))
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["candidate"] for row in rows] == NAMES
    assert rows[0]["family"] == rows[5]["family"] != ""
    assert rows[6]["family"] == rows[6]["why"] == ""
    assert rows[0]["size"] == "6"


def test_the_reason_says_what_is_alike_and_how_probable():
    (family,) = find(listed())
    assert why(family).startswith("3 labels that are the same but for letters moved")
    assert "expected by chance" in why(family)


def test_the_summary_counts():
    found = find(listed())
    assert summary(listed(), found)["families"][0]["members"] == sorted(
        NAMES[:6], key=lambda name: name.partition(".")[0]
    )
    assert told(listed(), found).startswith("1 families with 6 of 7 candidates.")
