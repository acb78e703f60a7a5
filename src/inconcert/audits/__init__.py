"""Audits of a platform's own records: state-media jobs of its staff, access to user data by place, exposure in feeds.

::

    told = affiliation_of(["staff.csv"], "outlets.csv", Terms("public-interest report", "DPIA-7"))
    told = access_of(["log.parquet"])
    told = prevalence_of(["counts.csv"], "tiktok", "instagram", registration=registered)
    told = feed_of(["shown.csv"], ethics="board 2026-04")
    told = boosts_of(["boosts.csv"], Total(views=2_000_000_000, said="all views of the week"))

Each reads records that somebody lawfully has and gives them in aggregate; none asks anything of a network, and none
says anything about one person. Decision 0021 says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.doors import doors

if TYPE_CHECKING:
    from inconcert.audits.access.run import Access, access_of
    from inconcert.audits.access.settings import AccessSettings
    from inconcert.audits.affiliation.run import Affiliation, affiliation_of
    from inconcert.audits.affiliation.settings import BaseRate, Terms
    from inconcert.audits.exposure.boosts import Boosts, Total, boosts_of
    from inconcert.audits.exposure.feed import Feed, feed_of
    from inconcert.audits.exposure.prevalence import Prevalence, prevalence_of
    from inconcert.audits.exposure.registering import Registration, register
    from inconcert.audits.keeping import purge

__all__ = [
    "Access",
    "AccessSettings",
    "Affiliation",
    "BaseRate",
    "Boosts",
    "Feed",
    "Prevalence",
    "Registration",
    "Terms",
    "Total",
    "access_of",
    "affiliation_of",
    "boosts_of",
    "feed_of",
    "prevalence_of",
    "purge",
    "register",
]

_DOORS = {
    "Access": "access.run",
    "AccessSettings": "access.settings",
    "Affiliation": "affiliation.run",
    "BaseRate": "affiliation.settings",
    "Boosts": "exposure.boosts",
    "Feed": "exposure.feed",
    "Prevalence": "exposure.prevalence",
    "Registration": "exposure.registering",
    "Terms": "affiliation.settings",
    "Total": "exposure.boosts",
    "access_of": "access.run",
    "affiliation_of": "affiliation.run",
    "boosts_of": "exposure.boosts",
    "feed_of": "exposure.feed",
    "prevalence_of": "exposure.prevalence",
    "purge": "keeping",
    "register": "exposure.registering",
}

__getattr__ = doors(__name__, _DOORS)
