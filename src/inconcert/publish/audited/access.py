"""The page of an access log: from where what was read, what is unexplained, whether the log is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.model.times import iso
from inconcert.publish.audited.pieces import SHOWN, UNKNOWN, bullets, count, receipt, section, table
from inconcert.publish.blocks import Document, paragraph, say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inconcert.audits.access.run import Access
    from inconcert.publish.blocks import Block

MEANS = (
    "A log proves access that it records. It does not prove that there was no other.",
    "A country is where a session, a device or a post is. It is nobody's nationality, and a VPN exit is where the VPN "
    "ends.",
    "Access from another place is a transfer wherever the data are stored; whether it is allowed is a question of law "
    "and of contracts, which a log does not answer.",
    "Queries soon after a request from elsewhere can be coincidence. The number as shortly before one says how many "
    "coincidence gives.",
    "Sums of subjects count a person again at each reading: they are an upper bound of people.",
    "A cell that the log leaves empty is not known. It is never counted as zero, nor as home.",
)
LAW = (
    "Remote access from a third country is itself a transfer (Irish Data Protection Commission, 30 April 2025, "
    "EUR 530 million).",
    "US Data Security Program: bulk thresholds, auditable logs, yearly audits, records for ten years (28 CFR 202, in "
    "force 8 April 2025).",
)


def document(told: Access, tlp: str, day: str) -> Document:
    """The page."""
    totals = told.totals
    span = UNKNOWN if totals.first_at is None else f"{iso(totals.first_at)} to {iso(totals.last_at or totals.first_at)}"
    about = (("Events", say(f"{totals.events:,}")), ("From, to", say(span)),
             ("To be explained", say(f"{told.unexplained:,}")), ("Completeness", say(_whole(told))))  # fmt: skip
    return Document(
        title="Access to user data by place",
        subtitle="Out of the organisation's own log",
        tlp=tlp,
        day=day,
        about=about,
        sections=(
            section("What was found", bullets(*_found(told)), paragraph(MEANS[0], lead=True)),
            section("Place, class of data, action", _matrix(told)),
            section("Countries that occur together", _places(told)),
            section("By week", _weeks(told)),
            section("Tools", _tools(told)),
            section("Events to be explained", _reasons(told)),
            section("Breadth", *_supers(told)),
            section("Bulk", *_bulk(told)),
            section("Whether the log is whole", *_series(told)),
            section("What it means and how it misleads", bullets(*MEANS[1:])),
            section("Law", bullets(*LAW)),
            receipt(told.receipt),
        ),
    )


def _whole(told: Access) -> str:
    return UNKNOWN if told.completeness is None else f"{told.completeness:.3%} of sequence numbers"


def _found(told: Access) -> Iterator[str]:
    one = told.totals
    yield (f"{one.elsewhere:,} of {one.events:,} events come from another place than the subjects'; of "
           f"{one.elsewhere_unknown:,} it is not known.")  # fmt: skip
    yield (
        f"{one.unticketed:,} events that read have no ticket"
        + (f"; of {one.unticketed_unknown:,} it is not known." if one.unticketed_unknown else ".")
    )
    yield (
        f"In {one.apart:,} events HR, device and session name different countries; in {one.apart_unknown:,} fewer "
        "than two are known."
    )
    if one.requests:
        yield (f"{one.proxied:,} queries stand within {told.settings.minutes} minutes after a request from another "
               f"country for the same data; {one.mirrored:,} stand as shortly before one, which is what coincidence "
               "gives.")  # fmt: skip
    else:
        yield "The log records no requests, so access by proxy is not seen."
    if one.guarded_unknown is None:
        yield "No list of protected subjects was given."
    else:
        yield f"{one.guarded:,} events read a protected subject; {one.guarded_unknown:,} do not name their subject."
    yield f"{one.bulk:,} events read as many subjects as make it bulk; {one.bulk_unknown:,} do not say how many."
    yield f"{one.glass:,} events are break-glass."


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    whole = count(row["rows"])
    rows = whole if not row["rows_unknown"] or row["rows"] is None else f"{whole} and {row['rows_unknown']:,} events"
    return (f"{row['events']:,}", rows, f"{row['elsewhere']:,}", f"{row['elsewhere_unknown']:,}",
            f"{row['unticketed']:,}")  # fmt: skip


_HEADS = ("Events", "Rows", "From elsewhere", "Not known", "No ticket")


def _rest(total: int) -> str:
    return f"The {SHOWN} with most events, of {total:,}; the table beside this page holds all." if total > SHOWN else ""


def _matrix(told: Access) -> Block:
    rows = sorted(
        told.matrix.to_pylist(), key=lambda row: (-row["events"], row["place"], row["data_class"], row["action"])
    )
    return table(
        ("Place", "Class", "Action", *_HEADS),
        ((row["place"], row["data_class"], row["action"], *_cells(row)) for row in rows[:SHOWN]),
        _rest(len(rows)),
    )


def _places(told: Access) -> Block:
    rows = sorted(told.places.to_pylist(), key=lambda row: (-row["events"], *map(str, list(row.values())[:3])))
    return table(
        ("HR", "Device", "Session", "Events", "Actors"),
        (
            (row["actor_country"], row["device_country"], row["session_country"], f"{row['events']:,}",
             count(row["actors"], "under 5"))
            for row in rows[:SHOWN]
        ),
        _rest(len(rows)),
    )  # fmt: skip


def _weeks(told: Access) -> Block:
    rows = told.weeks.to_pylist()
    weeks: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        weeks.setdefault(row["week"] or UNKNOWN, []).append(row)
    made = [(week, *(f"{sum(row[name] for row in some):,}" for name in
             ("events", "elsewhere", "elsewhere_unknown", "unticketed"))) for week, some in weeks.items()]  # fmt: skip
    return table(("Week of", "Events", "From elsewhere", "Not known", "No ticket"), made[-SHOWN:],
                 "Weeks that are missing hold no event in the log: nothing was read, or nothing was kept.")  # fmt: skip


def _tools(told: Access) -> Block:
    rows = told.tools.to_pylist()
    return table(("Tool", *_HEADS), ((row["tool"], *_cells(row)) for row in rows))


def _reasons(told: Access) -> Block:
    return table(
        ("Why", "Events"), ((why, f"{number:,}") for why, number in told.reasons),
        f"{told.unexplained:,} events, some for several reasons; reviewers explained {told.explained:,} others.",
    )  # fmt: skip


def _supers(told: Access) -> Iterator[Block]:
    if told.datasets < told.settings.datasets:
        yield bullets(f"The log has {told.datasets:,} datasets, too few for saying who reaches a large share of them.")
        return
    yield bullets(
        f"{len(told.supers):,} actors reached {told.settings.breadth:.0%} or more of {told.datasets:,} datasets."
    )
    if told.supers:
        rows = ((one.actor, one.session_country, f"{one.datasets:,}", f"{one.share:.0%}", f"{one.events:,}")
                for one in told.supers[:SHOWN])  # fmt: skip
        yield table(("Actor (pseudonym)", "Most sessions from", "Datasets", "Share", "Events"), rows)


def _bulk(told: Access) -> Iterator[Block]:
    if told.bulk:
        rows = ((one.place, one.data_class, f"{one.subjects:,}", f"{one.unknown:,}", f"{one.threshold:,}", one.source)
                for one in told.bulk)  # fmt: skip
        yield table(("Place", "Class", "Subjects at most", "Events that do not say", "Threshold", "Source"), rows)
    else:
        yield bullets("No place reached a threshold, as far as the log says how many subjects were read.")
    if told.without_threshold:
        yield bullets(f"No threshold is set for: {', '.join(told.without_threshold)}.")


def _series(told: Access) -> Iterator[Block]:
    if not told.series:
        yield bullets("Not known: the log has no sequence numbers.")
        return
    rows = ((one.log or "(one log)", f"{one.first:,} to {one.last:,}", f"{one.missing:,}", f"{one.repeated:,}",
             f"{one.unnumbered:,}", f"{one.completeness:.3%}") for one in told.series)  # fmt: skip
    yield table(("Log", "Numbers", "Missing", "Repeated", "Without", "Complete"), rows,
                "Before the first and after the last number nothing can be said.")  # fmt: skip
    if told.gaps:
        gaps = ((one.log or "(one log)", f"{one.first:,} to {one.last:,}", f"{one.missing:,}", _time(one.before_at),
                 _time(one.after_at)) for one in told.gaps[:SHOWN])  # fmt: skip
        yield table(("Log", "Missing numbers", "How many", "Event before", "Event after"), gaps)


def _time(at: int | None) -> str:
    return UNKNOWN if at is None else iso(at)
