"""Small differences between things that are the same: how a link is written, how a copied text is touched up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from numpy.random import Generator

TRACKING = ("", "?utm_source=share", "?fbclid=Iw{n}", "?utm_source=tw&utm_medium=social", "#top")
USUAL = (0.7, 0.1, 0.08, 0.08, 0.04)
"""How often each ending is seen on a link."""


def vary_links(rng: Generator, links: Any) -> Any:
    """The same links as people write them: tracking parameters, mobile hosts, fragments."""
    endings: Any = pa.array([ending.replace("{n}", str(k)) for k, ending in enumerate(TRACKING)])
    chosen = endings.take(pa.array(rng.choice(len(TRACKING), len(links), p=USUAL)))
    mobile = pa.array(rng.random(len(links)) < 0.05)
    hosts = pc.if_else(mobile, pc.replace_substring(links, "https://", "https://m.", max_replacements=1), links)
    return pc.binary_join_element_wise(hosts, chosen, "")


def vary_link(rng: Generator, link: str) -> str:
    """One link as somebody writes it."""
    return str(vary_links(rng, pa.array([link]))[0])


def touch_up(rng: Generator, text: str, how_much: float) -> str:
    """A copied text with small changes, each with the chance ``how_much``: a mark, a word less, a capital, a sign."""
    words = text.split(" ")
    lucky = rng.random(4) < how_much
    if lucky[0]:
        words[-1] += str(rng.choice(np.array(["!", "…", "!!", " 👍", "."])))
    if lucky[1] and len(words) > 6:
        words.pop(int(rng.integers(1, len(words) - 1)))
    if lucky[2]:
        words[0] = words[0].capitalize()
    if lucky[3]:
        words.insert(0, str(rng.choice(np.array(["—", ">>", "🔁"]))))
    return " ".join(words)
