"""An access log is told by place, class and action; unknown is a column of its own; nothing depends on the order."""

from __future__ import annotations

import csv
import gzip
import random
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.audits import AccessSettings, access_of
from inconcert.audits.access.lists import hashes, protected, salt_in
from inconcert.audits.access.settings import Threshold, region, thresholds
from inconcert.errors import InputError, MappingError, UsageError, ZoneNeeded

START = datetime(2026, 1, 5, tzinfo=UTC)
BASE = {
    "event_id": "", "sequence": "", "at": "", "actor": "ann", "actor_country": "US", "device_country": "US",
    "session_country": "US", "tool": "t", "purpose_ticket": "T-1", "dataset": "d", "subject_region": "US",
    "data_class": "identifiers", "action": "read", "rows": 10, "subjects": 5, "subject": "s", "break_glass": "no",
}  # fmt: skip


HEAD = "at,actor,session_country,dataset,data_class,action"
LINE = "2026-01-05T00:05:00Z,a,US,set,identifiers,read\n"


def event(number, **said):
    at = (START + timedelta(minutes=said.pop("minute", 60 * number))).isoformat()
    return BASE | {"event_id": f"e{number}", "sequence": number, "at": at} | said


def log(place, rows, name="log.csv"):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (place / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns)
        table.writeheader()
        table.writerows(rows)
    return place / name


def told(place, rows, **more):
    return access_of([log(place, rows)], key="k" * 16, **more)


def reasons(place, rows, **more):
    with told(place, rows, **more) as found:
        return {row[0]: row[13] for row in found.events().fetchall()}


def test_places_are_told_and_unknown_is_its_own(tmp_path):
    rows = [event(1), event(2, session_country="CN"), event(3, session_country=""), event(4, session_country="unknown")]
    with told(tmp_path, rows) as found:
        matrix = {row["place"]: row for row in found.matrix.to_pylist()}
        assert {place: row["events"] for place, row in matrix.items()} == {"US": 1, "CN": 1, "unknown": 2}
        assert (matrix["CN"]["elsewhere"], matrix["unknown"]["elsewhere"]) == (1, 0)
        assert matrix["unknown"]["elsewhere_unknown"] == 2
        assert (found.totals.elsewhere, found.totals.elsewhere_unknown) == (1, 2)
        assert sum(row["events"] for row in found.weeks.to_pylist()) == 4


def test_missing_counts_are_never_zero(tmp_path):
    with told(tmp_path, [event(1, rows="", subjects=""), event(2, rows="", subjects=3)]) as found:
        (row,) = found.matrix.to_pylist()
        assert (row["rows"], row["rows_unknown"]) == (None, 2)
        assert found.totals.bulk_unknown == 1
    with told(tmp_path, [{k: v for k, v in event(1).items() if k not in ("purpose_ticket", "sequence")}]) as found:
        assert (found.totals.unticketed, found.totals.unticketed_unknown) == (0, 1)
        assert found.completeness is None
        assert any("no tickets" in said for said in found.receipt.notes)


def test_regions_hold_their_countries(tmp_path):
    rows = [event(n, subject_region="EEA", session_country=place) for n, place in enumerate(["IE", "NO", "US", "JP"])]
    with told(tmp_path, rows) as found:
        assert found.totals.elsewhere == 2
    with told(tmp_path, rows, settings=AccessSettings(regions=dict([region("EEA=US,JP")]))) as found:
        assert found.totals.elsewhere == 2
    with pytest.raises(UsageError, match="no region"):
        region("EEA")


def test_why_an_event_has_to_be_explained(tmp_path):
    rows = [
        event(1),
        event(2, session_country="CN", actor_country="CN", device_country="CN"),
        event(3, session_country="CN", actor_country="CN", device_country="CN", purpose_ticket=""),
        event(4, device_country="CN"),
        event(5, actor_country="", device_country=""),
        event(6, break_glass="yes"),
        event(7, subjects=200_000),
    ]
    found = reasons(tmp_path, rows)
    assert set(found) == {"e3", "e4", "e6", "e7"}
    assert "without a ticket" in found["e3"]
    assert "different countries" in found["e4"]
    assert found["e6"] == "break-glass"
    assert "bulk" in found["e7"]


def test_a_query_soon_after_a_request_from_another_country_is_by_proxy(tmp_path):
    cn = {"session_country": "CN", "actor_country": "CN", "device_country": "CN", "dataset": "x", "subject": ""}
    ask = {"action": "request", "dataset": "x", "subject": ""}
    rows = [
        event(1, minute=0, **ask),
        event(2, minute=20, **cn),  # after: by proxy
        event(3, minute=31, **cn),  # too late
        event(4, minute=10, **cn | {"dataset": "y"}),  # other data
        event(5, minute=15, dataset="x", subject=""),  # from the same country
        event(6, minute=-10, **cn),  # before: what coincidence gives
    ]
    assert set(reasons(tmp_path, rows)) == {"e2"}
    with told(tmp_path, rows) as found:
        assert (found.totals.proxied, found.totals.mirrored, found.totals.requests) == (1, 1, 1)
    assert set(reasons(tmp_path, rows, settings=AccessSettings(minutes=31))) == {"e2", "e3"}


def test_a_request_of_ones_own_country_does_not_hide_one_from_another(tmp_path):
    cn = {"session_country": "CN", "actor_country": "CN", "device_country": "CN", "dataset": "x", "subject": ""}
    rows = [
        event(1, minute=0, action="request", dataset="x", subject=""),
        event(2, minute=5, **cn | {"action": "request"}),
        event(3, minute=6, **cn | {"action": "request"}),
        event(4, minute=10, **cn),
    ]
    assert set(reasons(tmp_path, rows)) == {"e4"}


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["US", "CN", "IE", ""]), st.booleans(),
                          st.sampled_from("xy")), min_size=1, max_size=25))  # fmt: skip
@settings(max_examples=6)
def test_by_proxy_is_what_a_plain_search_finds(tmp_path_factory, drawn):
    rows = [
        event(n, minute=minute, session_country=place, actor_country="", device_country="", subject="", dataset=dataset,
              action="request" if asks else "read", subject_region="")
        for n, (minute, place, asks, dataset) in enumerate(drawn)
    ]  # fmt: skip

    def soon(sign):
        return {
            n for n, (minute, place, asks, dataset) in enumerate(drawn) if place and not asks and any(
                there and other_asks and there != place and data == dataset and 0 <= sign * (minute - then) <= 30
                for then, there, other_asks, data in drawn)
        }  # fmt: skip

    with told(tmp_path_factory.mktemp("log"), rows) as found:
        assert {int(row[0][1:]) for row in found.events().fetchall()} == soon(1)
        assert (found.totals.proxied, found.totals.mirrored) == (len(soon(1)), len(soon(-1)))


def test_protected_subjects_are_found_by_their_salted_hash_only(tmp_path):
    (tmp_path / "salt").write_text("a long salt of the desk")
    (tmp_path / "list").write_text("\n".join(protected(["s9", "s2 "], salt_in(tmp_path / "salt"))))
    listed = hashes(tmp_path / "list")
    rows = [event(1, subject="s1"), event(2, subject="s2"), event(3, subject="")]
    found = reasons(tmp_path, rows, protected=listed, salt=salt_in(tmp_path / "salt"))
    assert found == {"e2": "reads a protected subject"}
    assert reasons(tmp_path, rows, protected=listed, salt="another long salt") == {}
    with told(tmp_path, rows, protected=listed, salt=salt_in(tmp_path / "salt")) as told_:
        assert (told_.totals.guarded, told_.totals.guarded_unknown) == (1, 1)
    (tmp_path / "clear").write_text("s2\n")
    with pytest.raises(InputError, match="row 1: the line is no salted hash"):
        hashes(tmp_path / "clear")


def test_thresholds_are_a_setting_with_its_source(tmp_path):
    (tmp_path / "t.csv").write_text("data_class,subjects,source\nidentifiers,5,our policy 3\n")
    own = thresholds(tmp_path / "t.csv")
    assert own == (Threshold("identifiers", 5, "our policy 3"),)
    with told(tmp_path, [event(1), event(2, data_class="chats")], settings=AccessSettings(thresholds=own)) as found:
        assert [(one.subjects, one.threshold, one.source) for one in found.bulk] == [(5, 5, "our policy 3")]
        assert found.without_threshold == ("chats",)


@pytest.mark.parametrize(
    ("data_class", "more_than"),
    [
        ("genomic", 100), ("omic", 1_000), ("biometric", 1_000), ("precise_geolocation", 1_000), ("health", 10_000),
        ("financial", 10_000), ("identifiers", 100_000),
    ],
)  # fmt: skip
def test_bulk_is_more_than_the_number_of_the_rule(tmp_path, data_class, more_than):
    rows = [
        event(1, data_class=data_class, subjects=more_than),
        event(2, data_class=data_class, subjects=more_than + 1),
    ]
    assert reasons(tmp_path, rows) == {"e2": "as many subjects as make it bulk"}


def test_gaps_in_the_numbers_are_told(tmp_path):
    rows = [event(n) for n in (1, 2, 3, 7, 8, 10)] + [event(8, event_id="other")]
    with told(tmp_path, rows) as found:
        assert [(gap.first, gap.last, gap.missing) for gap in found.gaps] == [(4, 6, 3), (9, 9, 1)]
        (series,) = found.series
        assert (series.missing, series.repeated, found.completeness) == (4, 1, 0.6)
    with told(tmp_path, [event(n, log=f"l{n}") for n in (1, 9)]) as found:
        assert found.completeness == 1


def test_who_reaches_most_datasets_is_told_under_a_pseudonym(tmp_path):
    rows = [event(n, actor="wide", dataset=f"d{n}") for n in range(10)] + [
        event(20 + n, dataset="d1") for n in range(3)
    ]
    with told(tmp_path, rows) as found:
        (one,) = found.supers
        assert (one.datasets, one.share, one.actor.startswith("p-")) == (10, 1.0, True)
        assert "wide" not in str(found.events().fetchall()) + repr(found)


def test_reviewers_explain_events_and_their_notes_stay(tmp_path):
    rows = [event(1, break_glass="yes"), event(2, break_glass="yes"), *(event(n, break_glass="yes") for n in (3, 4))]
    (tmp_path / "r.csv").write_text("event_id,explained,by,note\ne1,yes,bo,drill\ne2,no,bo,nobody knows\n")
    with told(tmp_path, rows, reviewed=tmp_path / "r.csv") as found:
        assert (found.unexplained, found.explained) == (3, 1)
        assert len(found.events().fetchall()) == 4
        # A list that is cut short keeps what reviewers wrote, for the next run reads it there.
        assert [(row[0], *row[14:]) for row in found.events(1).fetchall() if row[0] != "e3"] == [
            ("e2", "no", "bo", "nobody knows"), ("e1", "yes", "bo", "drill")]  # fmt: skip
    (tmp_path / "r.csv").write_text("event_id,explained,by\ne1,yes,\n")
    with pytest.raises(InputError, match=r"r\.csv, row 2, column 'by'"):
        told(tmp_path, rows, reviewed=tmp_path / "r.csv")


def figures(found):
    with found:
        return (found.totals, found.matrix.to_pylist(), found.places.to_pylist(), found.weeks.to_pylist(),
                found.tools.to_pylist(), found.reasons, found.supers, found.bulk, found.series, found.gaps,
                found.events().fetchall())  # fmt: skip


def mixed():
    rng = random.Random(3)
    return [
        event(n, minute=rng.randrange(20_000), actor=f"a{rng.randrange(9)}", dataset=f"d{rng.randrange(12)}",
              session_country=rng.choice(["US", "CN", ""]), action=rng.choice(["read", "request"]),
              subjects=rng.choice(["", 5, 5]), purpose_ticket=rng.choice(["", "T"]))
        for n in range(200)
    ]  # fmt: skip


def test_the_order_of_rows_and_files_and_their_format_do_not_matter(tmp_path):
    rows = mixed()
    wanted = figures(told(tmp_path, rows))
    random.Random(5).shuffle(rows)
    first = log(tmp_path, rows[:90], "a.csv")
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(log(tmp_path, rows[90:], "b.csv").read_bytes()))
    assert figures(access_of([packed, first], key="k" * 16)) == wanted
    typed = [row | {"at": datetime.fromisoformat(row["at"]), "subjects": row["subjects"] or None} for row in rows]
    pq.write_table(pa.Table.from_pylist(typed), tmp_path / "p.parquet")
    assert figures(access_of([tmp_path / "p.parquet"], key="k" * 16)) == wanted


def test_an_event_that_stands_in_two_exports_counts_once(tmp_path):
    rows = mixed()
    both = [log(tmp_path, rows[:120], "a.csv"), log(tmp_path, rows[80:], "b.csv")]
    found = access_of(both, key="k" * 16)
    assert any("count once" in said for said in found.receipt.notes)
    assert figures(found) == figures(told(tmp_path, rows))


def test_what_does_not_fit_is_said_with_file_row_and_column(tmp_path):
    with pytest.raises(ZoneNeeded, match=r"log\.csv, row 3, column 'at': the time '2026-01-05T10:00:00' has no zone"):
        told(tmp_path, [event(1), event(2, at="2026-01-05T10:00:00")])
    with told(tmp_path, [event(2, at="2026-01-05 10:00")], settings=AccessSettings(timezone="Europe/Prague")) as found:
        assert found.totals.first_at == int(datetime(2026, 1, 5, 9, tzinfo=UTC).timestamp()) * 10**6
    with pytest.raises(MappingError, match=r"log\.csv, row 1: there is no column 'dataset'"):
        told(tmp_path, [{k: v for k, v in event(1).items() if k != "dataset"}])
    with pytest.raises(InputError, match=r"log\.csv, row 2, column 'at': 'soon' is no time"):
        told(tmp_path, [event(1, at="soon")])
    with told(tmp_path, [event(1), event(2, rows="many"), event(3, at="soon")]) as found:
        assert any("row 3, column 'rows': 1 cells" in said for said in found.receipt.notes)
        assert any("row 4, column 'at': 1 cells" in said for said in found.receipt.notes)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        (" \n\n", "the file is empty"),
        (f'{HEAD}\n"x,y\n', "row 2: the row cannot be read: the file ends inside a quoted cell"),
        (f'{HEAD}\n{LINE}{LINE}2026-01-05T00:05:00Z,"a,US,set,identifiers,read\n{LINE}',
         "row 4: the row cannot be read: the file ends inside a quoted cell"),
        (f'{HEAD}\n{LINE}2026-01-05T00:05:00Z,"a,US,set,identifiers,read\n{LINE * 200}',
         "row 3: a quoted cell that opens here is never closed"),
    ],
)  # fmt: skip
def test_a_log_that_is_empty_or_has_an_open_quote_is_refused_for_that(tmp_path, text, said, packed):
    place = tmp_path / ("log.csv.gz" if packed else "log.csv")
    place.write_bytes(gzip.compress(text.encode()) if packed else text.encode())
    with pytest.raises(InputError, match=said):
        access_of([place], settings=AccessSettings(timezone="UTC"))


def test_quotes_and_other_delimiters_are_read_as_they_are_meant(tmp_path):
    (tmp_path / "log.csv").write_text(
        f'{HEAD}\n{LINE}2026-01-05T00:05:00Z,"a, ""b""",US,set,identifiers,read\n'
        '2026-01-05T00:06:00Z,a 5" disk,US,set,identifiers,read\n'
    )
    (tmp_path / "other.csv").write_text(f"{HEAD}\n{LINE}".replace(",", ";"))
    for name, actors in (("log.csv", 3), ("other.csv", 1)):
        with access_of([tmp_path / name], settings=AccessSettings(timezone="UTC")) as found:
            assert (found.totals.events, found.totals.unticketed_unknown) == (actors, actors)


def test_citizenship_is_dropped_unread(tmp_path):
    with told(tmp_path, [event(1, actor_citizenship="Orvelan")]) as found:
        assert any("actor_citizenship" in said and "dropped unread" in said for said in found.receipt.dropped)
        assert "Orvelan" not in str(found.events().fetchall())
