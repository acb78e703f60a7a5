"""No output on coordination names an actor; only people do, in the attribution of a case."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from inconcert.casework.naming import breaches, names_an_actor

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).parents[2] / "src" / "inconcert"
ROOMS = ("coordination", "networks", "signals", "traits")


@pytest.fixture(scope="module")
def documents(bridge: Any, led: Any) -> list[dict[str, Any]]:
    return [bridge.document(), led.document()]


def test_findings_name_nobody(documents: list[dict[str, Any]]) -> None:
    assert all(document["networks"] for document in documents)
    assert [one for document in documents for one in breaches(document)] == []


def texts(path: Path) -> Iterator[str]:
    """Texts in a module, without those that explain it."""
    tree = ast.parse(path.read_text("utf-8"))
    explained = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def test_no_sentence_that_could_be_said_names_anybody() -> None:
    paths = [path for room in ROOMS for path in (SOURCE / room).rglob("*.py")]
    said = {f"{path.name}: {text}": names_an_actor(text) for path in paths for text in texts(path)}
    assert len(said) > 500
    assert {text: words for text, words in said.items() if words} == {}


@pytest.mark.parametrize(
    "sentence",
    [
        "The network is run by an agency.",
        "These accounts act on behalf of a ministry.",
        "A Russian operation.",
        "It is state-sponsored.",
        "The accounts are based in Orvela.",
        "Whoever is behind these accounts is responsible for it.",
    ],
)
def test_the_rule_can_be_broken(sentence: str) -> None:
    assert names_an_actor(sentence)
    assert list(breaches({"why": [sentence]})) == [f".why[0]: {names_an_actor(sentence)}"]


def test_keys_that_name_and_quotes_of_the_material_are_told_apart() -> None:
    assert list(breaches({"networks": [{"attribution": None}]})) == [".networks[0].attribution"]
    assert list(breaches({"text": "They are run by the council", "handle": "state-sponsored"})) == []
    assert names_an_actor("most members say openly who runs them") is None
