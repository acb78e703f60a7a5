"""The shape of the code: small files, short functions, a docstring on everything public."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
ALL = sorted(path for folder in ("src", "tests", "scripts", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
MOST_LINES, MOST_BODY, MEDIAN_BODY = 400, 60, 10

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def body_lines(function: Function) -> int:
    """Lines of a body, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_files_are_small() -> None:
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in ALL}
    assert not {path: lines for path, lines in lengths.items() if lines > MOST_LINES}


def test_functions_are_short() -> None:
    bodies = {f"{name(path)}: {one.name}": body_lines(one) for path in SOURCES for one in functions(path)}
    assert not {where: lines for where, lines in bodies.items() if lines > MOST_BODY}


def test_half_of_the_functions_are_very_short() -> None:
    assert median(body_lines(function) for path in SOURCES for function in functions(path)) <= MEDIAN_BODY


def undocumented(node: ast.AST, inside: str = "") -> Iterator[str]:
    """Public classes and functions without a docstring; what is inside a function is private."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.ClassDef, *Function.__args__)) or child.name.startswith("_"):
            continue
        overload = any("setter" in ast.unparse(decorator) for decorator in child.decorator_list)
        if not ast.get_docstring(child) and not overload:
            yield inside + child.name
        if isinstance(child, ast.ClassDef):
            yield from undocumented(child, f"{inside}{child.name}.")


def test_everything_public_says_what_it_is() -> None:
    assert not {f"{name(path)}: {what}" for path in SOURCES for what in set(undocumented(tree(path)))}


def test_a_module_with_content_says_what_it_is() -> None:
    assert not [name(path) for path in SOURCES if tree(path).body and not ast.get_docstring(tree(path))]


def test_every_suppression_says_why() -> None:
    lines = [
        (f"{name(path)}:{number}", line)
        for path in SOURCES
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
    ]
    marked = [(where, line) for where, line in lines if "# noqa" in line or "# type: ignore" in line]
    assert not [where for where, line in marked if line.count("#") < 2]


def test_the_check_of_docstrings_can_fail() -> None:
    code = ast.parse("class A:\n    'said'\n    def b(self): ...\n    def _c(self): ...\ndef d(): ...")
    assert list(undocumented(code)) == ["A.b", "d"]
