"""A confirmed case in the forms that machines exchange: STIX, MISP, TAXII, DISARM, DSA, XARF, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.dossier.form import Form


@hook
def forms() -> Iterable[Form]:
    """The forms of exchange that ship with inconcert."""
    from inconcert.exchange.dsa import DsaStatements
    from inconcert.exchange.misp import MispEvent, MispFeed
    from inconcert.exchange.navigator import Navigator
    from inconcert.exchange.stix import Stix
    from inconcert.exchange.tables import AssetsCsv, AssetsParquet, Meta2022, Meta2023
    from inconcert.exchange.xarf import Xarf

    return (
        Stix(), MispEvent(), MispFeed(), Navigator(), DsaStatements(), Xarf(), Meta2022(), Meta2023(), AssetsCsv(),
        AssetsParquet(),
    )  # fmt: skip
