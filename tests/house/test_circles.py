"""Modules that load one another have an order: none needs one that needs it."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp
import pytest


def test_no_module_needs_one_that_needs_it() -> None:
    graph = grimp.build_graph("inconcert", exclude_type_checking_imports=True, cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert "inconcert.cli.domains.match" in needs
    order = list(TopologicalSorter(needs).static_order())
    assert order.index("inconcert.errors") < order.index("inconcert.cli")


def test_the_check_can_fail() -> None:
    with pytest.raises(CycleError):
        list(TopologicalSorter({"a": {"b"}, "b": {"a"}}).static_order())
