"""Built-in input formats: one small table a source, registered through the same hook as a stranger's."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from inconcert.plugins import hook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inconcert.ingest.format import Format

MODULES = (
    "x_api_v2",
    "x_api_v1",
    "x_archive",
    "twarc_csv",
    "ira_538",
    "mcl",
    "crowdtangle",
    "telegram_desktop",
    "telegram_collected",
    "fourcat",
    "zeeschuimer_x",
    "zeeschuimer_tiktok",
    "zeeschuimer_instagram",
    "zeeschuimer_fringe",
    "bluesky_jetstream",
    "bluesky_appview",
    "bluesky_follows",
    "bluesky_communalytic",
    "mastodon",
    "tiktok_research",
    "youtube_api",
    "youtube_data_tools",
    "reddit",
    "minet_tweets",
    "minet_bluesky",
    "minet_videos",
    "minet_telegram",
    "minet_facebook",
    "tcat",
    "coortweet",
    "nouns",
    "meta_ads",
    "meta_ads_report",
    "google_ads",
    "snapchat_ads",
    "tiktok_ads",
    "ira_ads",
)


@hook
def formats() -> Iterable[Format]:
    """The built-in formats, in the order of the list above."""
    found: list[Format] = []
    for name in MODULES:
        module = import_module(f"{__name__}.{name}")
        found.extend(getattr(module, "FORMATS", None) or (module.FORMAT,))
    return found
