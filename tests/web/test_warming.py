"""What is done before the first look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbenches import network_of, settings

from inconcert.web.app import create_app
from inconcert.web.here import Here
from inconcert.web.screens.run import material_of
from inconcert.web.warming import warm_up

if TYPE_CHECKING:
    from pathlib import Path


def test_the_strongest_finding_is_read_beforehand_and_in_nobodys_name(spring: Path) -> None:
    app = create_app(settings(spring))
    bench = app.state.workbench
    before = bench.casebook.head()
    warm_up(bench).join(120)
    opened = bench.investigations["spring-op"]
    material = material_of(Here(bench, opened, None), None)
    net = material.networks[network_of(spring)]

    def never() -> None:
        raise AssertionError("it was not read beforehand")

    for what in ("pairs", "acts", "did"):
        material.kept((what, net["id"]), never)
    assert bench.casebook.head() == before
    bench.close()


def test_a_folder_without_a_run_does_not_hinder_the_start(tmp_path: Path) -> None:
    from inconcert.investigation import Investigation

    Investigation.create(tmp_path / "empty")
    app = create_app(settings(tmp_path / "empty"))
    thread = warm_up(app.state.workbench)
    thread.join(120)
    assert not thread.is_alive()
    app.state.workbench.close()
