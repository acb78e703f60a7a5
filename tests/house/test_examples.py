"""The examples of the contributors' pages do what the pages say: each is run, registered as a plug-in, and used."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType
from typing import Any

import duckdb
import pluggy
import pyarrow.parquet as pq

from inconcert import plugins
from inconcert.engines.duckdb import DuckDB
from inconcert.export.conformance import check_exporter
from inconcert.ingest.conformance import check_format
from inconcert.signals.run import actions

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


def test_the_format_keeps_the_contract() -> None:
    check = example("format.md", 1)
    exec(check, {"FORUM": plugged("format.md", "formats"), "check_format": check_format})


def test_the_exporter_keeps_the_contract(tmp_path: Path) -> None:
    check_exporter(plugged("exporter.md", "exporters"), tmp_path)


def test_the_start_page_and_the_readme_show_code_that_compiles() -> None:
    for path in (PAGES.parent / "start.md", PAGES.parents[1] / "README.md", PAGES.parent / "reference" / "python.md"):
        blocks = re.findall(r"```python\n(.*?)```", path.read_text("utf-8"), re.DOTALL)
        assert blocks
        for block in blocks:
            compile(block, str(path), "exec")
