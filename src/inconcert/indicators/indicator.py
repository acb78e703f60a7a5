"""One published indicator, and the two column schemas in which Meta publishes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003  # a field of a dataclass
from typing import NamedTuple

TYPES = {
    "android_package_name": "name of an Android app",
    "ios_app_id": "id of an iOS app",
    "domain_name": "host name",
    "ip": "IP address",
    "md5": "MD5 of a file",
    "sha1": "SHA-1 of a file",
    "sha256": "SHA-256 of a file",
    "phishing_url": "address of a phishing page",
    "cib_url": "address used by a coordinated network",
    "telegram_url": "address of a Telegram channel, group or post",
    "url": "address, in a file that does not say what for",
    "email": "mail address",
    "hashtag": "hashtag",
    "count": "how many accounts, pages or groups: a figure, not a thing",
    "procedure": "a row of a list of techniques that names no indicator",
    "text": "a sentence",
}
"""Types of indicators: those that Meta documents, and those by which inconcert tells the mixed column of later files
apart."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of a file of indicators."""

    type: str
    """As the file says; where it does not, what the value is."""
    value: str
    """Whole again (`https://a.example`), without quotes, blanks around it, or a note behind it."""
    defanged: str
    """The value made inert in one way (`hxxps://a[.]example`); text and hashes stay as they are."""
    tactic: str = ""
    technique: str = ""
    procedure: str = ""
    comment: str = ""
    """Comment or note of the row, and a note that stood behind the value."""
    source_row: int = 0
    """Row of the file as a spreadsheet numbers it; the header is row 1."""
    source: str = ""
    """File the row stands in."""
    written: str = ""
    """The value exactly as the file has it."""
    published: date | None = None
    """Day in the file's column of days."""
    extra: tuple[tuple[str, str], ...] = ()
    """Cells of columns that no schema names, with the name of the column."""


class Schema(NamedTuple):
    """Columns of a file, in order, by the fields they fill."""

    name: str
    columns: tuple[tuple[str, str], ...]
    """Column as published, and the field of `Indicator`."""

    @property
    def fields(self) -> dict[str, str]:
        """Field by column."""
        return dict(self.columns)


SCHEMAS = (
    Schema(
        "meta-2022",
        (("indicator_type", "type"), ("indicator_value", "value"), ("comment", "comment"), ("ds", "published")),
    ),
    Schema(
        "meta-2023",
        (
            ("Tactic", "tactic"),
            ("Technique", "technique"),
            ("Procedure", "procedure"),
            ("Indicator", "value"),
            ("Comments", "comment"),
        ),
    ),
)
"""Both schemas of Meta: one column for the type until early 2023, the steps of the kill chain since."""

ALSO = {
    "notes": "comment",
    "note": "comment",
    "comment": "comment",
    "description": "comment",
    "type": "type",
    "value": "value",
    "indicator value": "value",
    "indicator type": "type",
    "indicators": "value",
    "date": "published",
    "domain": "value",
}
"""Other headings under which the same columns are found."""
