"""Indicators of a case in Meta's column schemas, and its assets as tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from inconcert.dossier.form import replacing
from inconcert.dossier.words import CAVEAT
from inconcert.errors import InputError
from inconcert.exchange.base import Exchange, version
from inconcert.exchange.facts import said
from inconcert.indicators import writing
from inconcert.indicators.defanging import defang
from inconcert.store.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.dossier.parts import Asset, Dossier
    from inconcert.indicators.indicator import Indicator

SHORT = "To share or answer it does not make an account part of the operation"
"""The warning, short enough to stand in every row: lists are cut and pasted."""
COLUMNS = ("network", "role", "kind", "platform", "id", "name", "url", "first_at", "last_at", "created_at", "followers",
           "enforcement", "sources", "note")  # fmt: skip
"""Columns of the tables of assets."""


class _Indicators(Exchange):
    """Indicators strictly in a schema of Meta, every address inert, the warning in every row."""

    suffix = ".csv"
    schema: ClassVar[str]

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the indicators that the schema has a place for.

        Raises:
            InputError: there is none.
        """
        chosen = writing.FORMATS[self.schema]
        kept, _ = writing.settled(dossier.indicators, chosen, version(dossier).date())
        if not kept:
            raise InputError(
                f"this case has no indicator that {self.schema} has a place for.",
                todo="Accounts under pseudonyms are none: choose --handles shown, or another form.",
            )
        writing.write(target, [_told(one, dossier.imprint.tlp) for one in kept], chosen)


def _told(one: Indicator, tlp: str) -> Indicator:
    value = said(one.value) if one.type == "text" else one.value
    return replace(one, value=value, comment=f"{said(one.comment)}; {SHORT}; TLP:{tlp}")


class Meta2022(_Indicators):
    """Type, value, comment and day, as Meta published until early 2023."""

    name, title, stem, schema = "meta-2022", "Indicators in Meta's columns of 2022", "indicators-2022", "meta-2022"


class Meta2023(_Indicators):
    """The steps of the Online Operations Kill Chain and the indicator, as Meta publishes since 2023."""

    name, title, stem, schema = "meta-2023", "Indicators in Meta's columns of 2023", "indicators-2023", "meta-2023"


class AssetsCsv(Exchange):
    """What the networks operate and push, one row an asset, for spreadsheets."""

    name, title, suffix, stem = "assets-csv", "Assets as CSV", ".csv", "assets"

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the table; what is not known is an empty cell."""
        with sheet(target, COLUMNS, marked=True) as put:
            for row in rows(dossier):
                put([row[name] for name in COLUMNS])


class AssetsParquet(Exchange):
    """The same as a Parquet file, with types; warning and marking stand in its metadata too."""

    name, title, suffix, stem = "assets-parquet", "Assets as Parquet", ".parquet", "assets"

    def write(self, dossier: Dossier, target: Path) -> None:
        """Write the table."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        instants = {"first_at", "last_at", "created_at"}
        fields = [(name, pa.timestamp("us", "UTC") if name in instants else
                   pa.int64() if name == "followers" else pa.string()) for name in COLUMNS]  # fmt: skip
        about: dict[bytes | str, bytes | str] = {
            "warning": CAVEAT,
            "tlp": dossier.imprint.tlp,
            "case": str(dossier.case.number),
        }
        table = pa.Table.from_pylist(list(rows(dossier)), pa.schema(fields, about))
        with replacing(target) as partial:
            pq.write_table(table, partial, compression="none", use_dictionary=False)


def rows(dossier: Dossier) -> Iterator[dict[str, Any]]:
    """All assets of the case, in the order of the networks: also what is pushed or paid for, which the role says."""
    for chapter in dossier.chapters:
        for asset in chapter.assets:
            yield _row(asset, chapter.network_id, dossier.imprint.tlp)


def _row(asset: Asset, network: str, tlp: str) -> dict[str, Any]:
    return {
        "network": network,
        "role": asset.role,
        "kind": asset.kind,
        "platform": asset.platform,
        "id": defang(asset.id) if asset.platform == "web" else said(asset.id),
        "name": said(asset.name) or None,
        "url": defang(asset.url) if asset.url else None,
        "first_at": asset.first_at,
        "last_at": asset.last_at,
        "created_at": asset.created_at,
        "followers": asset.followers,
        "enforcement": asset.enforced,
        "sources": "; ".join(f"{one.kind} {one.ref}" for one in asset.sources),
        "note": f"{SHORT}. TLP:{tlp}",
    }
