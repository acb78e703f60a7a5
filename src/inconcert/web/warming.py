"""What the first look would wait for, done beforehand: libraries, templates, the strongest pages of the latest run."""

from __future__ import annotations

import gc
import logging
import threading
from typing import TYPE_CHECKING

from inconcert.casework import Actor
from inconcert.errors import InconcertError

if TYPE_CHECKING:
    from inconcert.web.workbench import Opened, Workbench

PAGES = 12
"""Findings of a run, the strongest, whose tables are read and laid out beforehand."""

log = logging.getLogger("inconcert.web")


def warm_up(bench: Workbench) -> threading.Thread:
    """Start to warm up beside the first requests; they need not wait for its end.

    Returns:
        The thread that does it.
    """
    thread = threading.Thread(target=warmed, args=(bench,), daemon=True, name="inconcert-warm-up")
    thread.start()
    return thread


def warmed(bench: Workbench) -> None:
    """Do it. Nothing is read in anybody's name and nothing is logged: no answer comes of it."""
    from inconcert.web.views import environment

    for name in environment().list_templates():
        environment().get_template(name)
    try:
        _ = bench.casebook
        for opened in bench.investigations.values():
            _look(bench, opened)
        # What was read stays; looking through all of it for what could be let go would hold pages up now and then.
        gc.collect()
        gc.freeze()
    except InconcertError as error:
        # What is wrong is said to whoever asks for it.
        log.info("warming up ended early: %s", error)


def _look(bench: Workbench, opened: Opened) -> None:
    from inconcert.web.here import Here
    from inconcert.web.screens.finding import Asked, finding
    from inconcert.web.screens.run import material_of
    from inconcert.web.screens.stretch import lay

    if opened.latest is None:
        return
    here = Here(bench, opened, Actor(bench.local_name, frozenset({"viewer"}), "warm-up"))
    material = material_of(here, None)
    for network in list(material.networks.values())[:PAGES]:
        finding(material, network, Asked.of({}))
        lay(material, network)
