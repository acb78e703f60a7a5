"""The contract of traits, run on every built-in and on a stranger's; and the contract itself must bite."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path
from types import ModuleType

import pytest

from inconcert import plugins
from inconcert.errors import PluginError
from inconcert.traits import BUILT_IN
from inconcert.traits.base import Reading, Trait
from inconcert.traits.comparing import Question, compared, flags
from inconcert.traits.conformance import check_trait, faults

PAGES = Path(__file__).parents[2] / "docs" / "traits"
ASK = Question("a handle", "have a handle")


@pytest.mark.parametrize("trait", [made() for made in BUILT_IN], ids=lambda trait: trait.name)
def test_a_built_in_keeps_the_contract(trait: Trait) -> None:
    check_trait(trait, PAGES)


class Honest(Trait):
    """A trait that keeps the contract, to be broken below."""

    name, axis, family = "honest", "automation", "handles"
    question, limits = "Who has a handle?", "Everybody has one."

    def read(self, group, material):
        own, others = (
            flags(True if handle else None for handle in some.known("handle"))
            for some in (group, material.controls(group))
        )
        return compared(group, own, others, ASK)


def test_the_honest_one_has_no_faults() -> None:
    assert list(faults(Honest())) == []


def test_a_strangers_trait_is_registered() -> None:
    module = ModuleType("strange")
    module.traits = plugins.hook(lambda: [Honest()])  # type: ignore[attr-defined]
    plugins.manager().register(module, "strange")
    try:
        check_trait(plugins.registered("traits")["honest"])
    finally:
        plugins.manager().unregister(module)


def changed(**change):
    """The honest reading with something changed."""

    def read(self, group, material):
        reading = Honest.read(self, group, material)
        return replace(reading, **{name: made(reading, group) for name, made in change.items()})

    return {"read": read}


def order(self, group, material):
    handles = group.known("handle")
    return Reading(float(len(handles[0] or "") > len(handles[-1] or "")), "It has an order.", 3) if handles[0] else GONE


ASKED = count()


def restless(self, group, material):
    return Reading(next(ASKED) % 50 / 9, "It changes.", 3) if group.known("handle")[0] else GONE


GONE = Reading(None, "Insufficient data: no handle.")
BROKEN = {
    "name": ({"name": "Bad Name"}, "underscores"),
    "axis": ({"axis": "harm"}, "none of"),
    "family": ({"family": ""}, "nothing as 'family'"),
    "question": ({"question": "Who did it."}, "question mark"),
    "views": ({"limits": "Conservatives do it."}, "views or belonging"),
    "beyond": (changed(nats=lambda reading, _: reading.nats and 7.0), "beyond"),
    "zero": (changed(nats=lambda reading, _: reading.nats or 0.0), "nothing is known"),
    "silent": (changed(nats=lambda *_: None), "does not speak"),
    "unsaid": (changed(says=lambda *_: "No idea."), "insufficient"),
    "sentence": (changed(says=lambda *_: "Insufficient data"), "no plain sentence"),
    "figures": (changed(figures=lambda *_: {"share": float("nan")}), "plain data"),
    "posts": (changed(posts=lambda *_: ("x:1",) * 21), "more posts"),
    "strangers": (changed(accounts=lambda *_: ("x:stranger",)), "no members"),
    "draws": (changed(replicates=lambda *_: (1.0,)), "replicates"),
    "restless": ({"read": restless}, "asked again"),
    "order": ({"read": order}, "exchange their names"),
    "reach": ({"axis": "reach"}, "unit of its own"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_each_rule_bites(case: str) -> None:
    change, told = BROKEN[case]
    broken = type("Broken", (Honest,), {"__doc__": "A broken one.", **change})()
    with pytest.raises(PluginError, match=told):
        check_trait(broken)


def test_a_page_is_asked_for_with_all_its_parts(tmp_path: Path) -> None:
    assert list(faults(Honest(), tmp_path)) == ["it has no page honest.md"]
    (tmp_path / "honest.md").write_text("## What it asks\n", "utf-8")
    assert len(list(faults(Honest(), tmp_path))) == 4
