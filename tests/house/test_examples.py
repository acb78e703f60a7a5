"""The examples of the contributors' pages do what the pages say: each is run, registered as a plug-in, and used."""

from __future__ import annotations

import doctest
import re
from math import isclose
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pluggy
import pyarrow.parquet as pq
import pytest

from inconcert import plugins
from inconcert.engines.duckdb import DuckDB
from inconcert.export.conformance import check_exporter
from inconcert.ingest.conformance import check_format
from inconcert.signals import BUILT_IN
from inconcert.signals.run import actions
from inconcert.traits.conformance import faults
from inconcert.traits.sample import World

PAGES = Path(__file__).parents[2] / "docs" / "contributing"


def example(page: str, place: int = 0) -> str:
    return re.findall(r"```python\n(.*?)```", (PAGES / page).read_text("utf-8"), re.DOTALL)[place]


def plugged(page: str, kind: str) -> Any:
    """What the example brings through the hook ``kind``, as a stranger's plug-in would."""
    module = ModuleType(page)
    exec(compile(example(page), page, "exec"), module.__dict__)
    manager = pluggy.PluginManager(plugins.PROJECT)
    manager.add_hookspecs(plugins)
    manager.register(module)
    (brought,) = getattr(manager.hook, kind)()
    return brought[0]


def test_the_signal_gives_actions(tmp_path: Path) -> None:
    given = str(tmp_path / "features.parquet")
    duckdb.sql(
        """SELECT * FROM (VALUES
            ('x:a', ['rain', 'wind'], 10, 1.0, 0, 'en'), ('x:b', ['rain'], 20, 1.0, 1, 'en'),
            ('x:c', []::VARCHAR[], 30, 1.0, 2, 'en'), ('x:d', ['rain'], 40, 3600.0, 3, 'en')
        ) AS t(asset, hashtags, "at", precision, post, lang)"""
    ).write_parquet(given)
    with DuckDB().open({"features": [Path(given)]}) as session:
        said = actions(session, plugged("signal.md", "signals"), tmp_path / "actions.parquet")
    written = pq.read_table(tmp_path / "actions.parquet").to_pylist()
    assert [(row["asset"], row["object"]) for row in written] == [("x:a", "rain"), ("x:b", "rain")]
    assert said["stood_back"]["actions"] == 1


def test_the_trait_reads() -> None:
    trait = plugged("trait.md", "traits")
    person = {"posts": [{"at": "2024-01-01", "text": "words"}]}
    members, crowd = [person | {"location": "Orvela"}] * 4, [person | {"location": f"town {n}"} for n in range(40)]
    reading = World(members, crowd).ask(trait.read)
    assert reading.says == "4 of 4 members name the same place as another member; of 40 comparable accounts 0 (0%)."
    assert list(faults(trait)) == [f"it does not speak on the sample: {MISSING}"]


MISSING = "Insufficient data: a place: known of 0 members, 3 are needed."


def test_the_format_keeps_the_contract() -> None:
    check = example("format.md", 1)
    exec(check, {"FORUM": plugged("format.md", "formats"), "check_format": check_format})


def test_the_exporter_keeps_the_contract(tmp_path: Path) -> None:
    check_exporter(plugged("exporter.md", "exporters"), tmp_path)


class Near(doctest.OutputChecker):
    """Takes output for right when it has the words of the page, and about its figures."""

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        figure = r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?"
        (words, shown), (other, made) = (
            (re.sub(figure, "#", text).split(), [float(number.replace(",", "")) for number in re.findall(figure, text)])
            for text in (want, got)
        )
        near = [isclose(one, two, rel_tol=0.5) for one, two in zip(shown, made, strict=False)]
        return words == other and all(near)


@pytest.mark.parametrize("guide", ["chance.md", "python.md"])
def test_the_guide_shows_what_happens(guide: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (PAGES.parent / "guides" / guide).read_text("utf-8")
    shown = "\n\n".join(re.findall(r"```pycon\n(.*?)```", text, re.DOTALL))
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    test = doctest.DocTestParser().get_doctest(shown, {}, guide, guide, 0)
    outcome = doctest.DocTestRunner(Near()).run(test, out=said.append)
    assert outcome.attempted > 10
    assert not outcome.failed, "".join(said)


def test_the_list_of_signals_is_what_the_code_says() -> None:
    page = (PAGES.parent / "signals" / "index.md").read_text("utf-8")
    listed = re.findall(r"^\| \[`(\w+)`\]\(\1\.md\) \| (.+?) \| (\w+) \|$", page, re.MULTILINE)
    assert sorted(listed) == sorted((one.name, one.question, one.family) for one in BUILT_IN)


def test_pages_show_code_that_compiles() -> None:
    docs = PAGES.parent
    for path in (
        docs / "start.md",
        docs / "guides" / "nothing-found.md",
        docs / "reference" / "python.md",
        docs.parent / "README.md",
    ):
        blocks = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
        assert blocks
        for block in blocks:
            compile(block, str(path), "exec")
