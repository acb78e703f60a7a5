"""The contract of signals, run on every built-in and on a stranger's plug-in; and the contract itself must bite."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inconcert import plugins
from inconcert.errors import PluginError
from inconcert.signals import BUILT_IN
from inconcert.signals.base import Query, Signal
from inconcert.signals.conformance import check_signal, faults
from inconcert.signals.material import sample_posts
from inconcert.signals.reworded import Reworded
from inconcert.signals.shapes import one

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "signals"


@pytest.mark.parametrize("signal", [made() for made in BUILT_IN], ids=lambda signal: signal.name)
def test_a_built_in_keeps_the_contract(signal: Signal) -> None:
    check_signal(signal, PAGES)


@pytest.mark.reworded
def test_the_one_that_needs_an_extra_keeps_it_with_the_extra() -> None:
    assert Reworded().lacks() is None
    check_signal(Reworded(), PAGES, sample_posts())


def test_a_strangers_signal_is_registered_and_keeps_the_contract(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tests" / "plugin_sample"))
    import signal_sample

    manager = plugins.manager()
    manager.register(signal_sample)
    try:
        check_signal(plugins.registered("signals")["same_tag_set"])
    finally:
        manager.unregister(signal_sample)
        sys.modules.pop("signal_sample", None)


class Honest(Signal):
    """A signal that keeps the contract, to be broken below."""

    name, family, noun, verb = "honest", "text", "text", "posted the same"
    question, limits = "Who posted the same?", "Proverbs."
    sql = one("text_exact")

    def query(self) -> Query:
        return Query(self.sql, self.name)


def test_the_honest_one_has_no_faults() -> None:
    assert list(faults(Honest())) == []


_COLUMNS = "asset, 'x' AS object, \"at\", precision, post, lang, '' AS outlet FROM features"
BROKEN = {
    "name": ({"name": "Bad Name"}, "underscores"),
    "family": ({"family": ""}, "nothing as 'family'"),
    "question": ({"question": "Who did it."}, "question mark"),
    "views": ({"limits": "Conservatives do it."}, "views or belonging"),
    "clock": ({"finest": 0.0}, "'finest'"),
    "windows": ({"windows": (60.0, 10.0)}, "ascending"),
    "reference": ({"reference": 2.0}, "not a chance"),
    "syntax": ({"sql": "SELECT"}, "fails"),
    "columns": ({"sql": "SELECT asset FROM features"}, "lacks"),
    "never": ({"sql": f"SELECT {_COLUMNS} WHERE false"}, "no two accounts"),
    "nothing": ({"sql": f"SELECT {_COLUMNS} UNION ALL SELECT 'x:a', 'o', 0, 1.0, 0, 'en', ''"}, "no posts"),
    "evidence": ({"sql": f"SELECT {_COLUMNS.replace('post,', 'post + 100000 AS post,')}"}, "does not exist"),
    "borrowed": ({"sql": f"SELECT {_COLUMNS.replace('post,', '0 AS post,')}"}, "not its account"),
    "random": ({"sql": f"SELECT {_COLUMNS.replace(chr(39) + 'x' + chr(39), 'uuid()::TEXT')}"}, "asked again"),
    "counted": (
        {"sql": f"SELECT {_COLUMNS.replace(chr(39) + 'x' + chr(39), '(count(*) OVER ())::TEXT')}"},
        "rows come twice",
    ),
    "ordered": (
        {"sql": f"SELECT {_COLUMNS.replace(chr(39) + 'x' + chr(39), '((row_number() OVER ()) // 50)::TEXT')}"},
        "another order",
    ),
    "numbered": ({"sql": f"SELECT {_COLUMNS} WHERE post < 50"}, "numbered otherwise"),
    "named": ({"sql": f"SELECT {_COLUMNS} WHERE asset < 'x:a2'"}, "exchange their names"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_each_rule_bites(case: str) -> None:
    change, told = BROKEN[case]
    broken = type("Broken", (Honest,), {"__doc__": "A broken one.", **change})()
    with pytest.raises(PluginError, match=told):
        check_signal(broken)


def test_a_page_is_asked_for_with_all_its_parts(tmp_path: Path) -> None:
    assert list(faults(Honest(), tmp_path)) == ["it has no page honest.md"]
    (tmp_path / "honest.md").write_text("## What it asks\n", "utf-8")
    assert len(list(faults(Honest(), tmp_path))) == 4


def test_a_class_without_docstring_is_refused() -> None:
    silent = type("Silent", (Honest,), {"__doc__": None})()
    assert list(faults(silent)) == ["its class has no docstring"]


def test_a_stranger_may_bring_posts_of_their_own() -> None:
    posts = sample_posts().slice(0, 0)
    assert any("no two accounts" in fault for fault in faults(Honest(), posts=posts))
