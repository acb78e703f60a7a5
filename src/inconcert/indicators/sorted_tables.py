"""Sorted indicators as JSON, as tables, and in words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from inconcert.indicators.defanging import defang
from inconcert.indicators.tables import WARNING
from inconcert.sites.families.tables import row, why
from inconcert.store.sheets import write_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from inconcert.indicators.indicator import Indicator
    from inconcert.indicators.sorting import Sorted

COLUMNS = {
    "lookalikes": ("site", "brand", "country", "target", "rule", "tier", "why", "source_rows"),
    "families": ("site", "family", "kind", "phrase", "language", "size", "why"),
    "assets": ("platform", "kind", "native_id", "links", "source_rows"),
    "sites": ("type", "value", "defanged", "comment", "source_row"),
    "others": ("type", "value", "defanged", "comment", "source_row"),
}
"""Tables and their columns, each a file of that name with ``--out``."""


def as_data(found: Sorted) -> dict[str, Any]:
    """Everything, for JSON: families with their members, the rest row by row."""
    return {
        "lookalikes": _lookalikes(found),
        "families": [_family(family) | {"members": family.members} for family in found.families],
        "assets": _assets(found),
        "sites": [_row(one) for one in found.sites],
        "others": [_row(one) for one in found.others],
        "warning": WARNING,
    }


def write(folder: Path, found: Sorted) -> None:
    """Write one CSV for each part.

    Raises:
        DiskFull: there is no room.
        StoreError: the folder cannot be written.
    """
    members = [{"site": name} | _family(family) for family in found.families for name in family.members]
    tables = as_data(found) | {"families": members}
    for name, columns in COLUMNS.items():
        flat = ({key: _flat(value) for key, value in one.items()} for one in tables[name])
        write_rows(folder / f"{name}.csv", columns, flat)


def told(found: Sorted) -> str:
    """What was found, for a person."""
    return "\n".join([*_lines(found), WARNING])


def _lines(found: Sorted) -> Iterator[str]:
    brands = Counter(one.brand for one in found.lookalikes)
    yield f"{len(found.lookalikes):,} sites imitate {len(brands):,} brands."
    yield from (f"{count:>7,}  {brand}" for brand, count in brands.most_common())
    names = sum(len(family.members) for family in found.families)
    yield f"{len(found.families):,} families of throw-away names, {names:,} names."
    for family in found.families:
        yield f"{len(family.members):>7,}  {family.name}: {why(family)}"
    yield f"{len(found.assets):,} assets on platforms."
    kinds = Counter((thing.asset.platform, thing.asset.kind) for thing in found.assets)
    yield from (f"{count:>7,}  {platform} {kind}" for (platform, kind), count in kinds.most_common())
    yield f"{len(found.sites):,} other names and addresses, {len(found.others):,} other indicators."


def _lookalikes(found: Sorted) -> list[dict[str, Any]]:
    return [{**one._asdict(), "source_rows": one.rows, "defanged": defang(one.site)} for one in found.lookalikes]


def _family(family: Any) -> dict[str, Any]:
    told = row(family)
    return {name: told[name] for name in COLUMNS["families"] if name != "site"}


def _assets(found: Sorted) -> list[dict[str, Any]]:
    return [
        {
            "platform": thing.asset.platform,
            "kind": thing.asset.kind,
            "native_id": thing.asset.id,
            "aliases": list(thing.asset.aliases),
            "links": [defang(link) for link in thing.links],
            "source_rows": thing.rows,
        }
        for thing in found.assets
    ]


def _row(one: Indicator) -> dict[str, Any]:
    return {
        "type": one.type,
        "value": one.value,
        "defanged": one.defanged,
        "comment": one.comment,
        "source_row": one.source_row,
    }


def _flat(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value
