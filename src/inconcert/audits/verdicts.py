"""What people wrote into a table that an audit gave them: yes or no, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from inconcert.audits.rows import read

if TYPE_CHECKING:
    from pathlib import Path

    from inconcert.audits.receipt import Receipt
    from inconcert.audits.rows import Form


class Verdict(NamedTuple):
    """What a person said."""

    holds: bool
    by: str
    note: str


def verdicts(path: str | Path, form: Form, both: str, receipt: Receipt) -> dict[str, Verdict]:
    """What people said, by id. Rows that nobody filled say nothing.

    Args:
        path: The table.
        form: Its columns: the id first, then what is answered with yes or no.
        both: What is said of an id that was answered with both, with ``{}`` in its place.
        receipt: Takes remarks.

    Raises:
        InputError: a row says yes or no and not who said it, or two rows contradict each other.
    """
    rows, own = read([path], form)
    receipt.note(*own.notes)
    key, asked = form.required[:2]
    said: dict[str, Verdict] = {}
    for row in rows:
        holds = row.truth(asked)
        if holds is None:
            continue
        name, made = row.needed(key), Verdict(holds, row.needed("by"), row.text("note"))
        if said.setdefault(name, made).holds != holds:
            raise row.refuse(asked, both.format(f"'{name}'"), "Decide it once.")
    return said
