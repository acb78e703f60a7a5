"""Findings in a terminal: the table of all, then one in depth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rich.columns import Columns
from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from inconcert.networks.words import count, duration, listed, number, plural, probability, short
from inconcert.report import control
from inconcert.report.defang import defang, defang_object
from inconcert.report.html import called, handles, moment, pieces, printable, wordless

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from rich.console import RenderableType

_DIRECTIONS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]")
_GRADES = {"A": "bold green", "B": "bold cyan", "C": "dim"}
SHOWN_MEMBERS = 30
SHOWN_OBJECTS = 10
SHOWN_TIES = 5


def overview(document: Mapping[str, Any]) -> RenderableType:
    """All networks as a table, with what the shuffles gave.

    Args:
        document: what ``findings.json`` holds.
    """
    networks = document["networks"]
    said = Text(control.sentence(document["control"], len(networks)), style="italic")
    if not networks:
        return Group(Text("No network was found at these settings in this material."), said)
    return Group(_table(networks), Padding(said, (1, 0, 0, 0)))


def finding(network: Mapping[str, Any], place: int = 1) -> RenderableType:
    """One network in depth: sentences, axes, members, objects, and the strongest ties with their posts.

    Args:
        network: one of ``networks`` in ``findings.json``.
        place: its place in the table, from 1.
    """
    parts: list[RenderableType] = [_title(network, place), *_why(network), *_axes(network), Text()]
    parts += [Text("Members", style="bold"), *_members(network), Text()]
    parts += [Text("What they shared", style="bold"), *_objects(network), Text()]
    parts += [Text("The posts, side by side", style="bold"), *_evidence(network)]
    return Group(*parts)


def safe(text: str) -> Text:
    """Text of others as it may stand in a terminal: no control signs, no turned direction, no clickable address."""
    return Text(defang(printable(_DIRECTIONS.sub("", text))))


def _table(networks: Sequence[Mapping[str, Any]]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for head in ("", "Grade", "Network", "Signals"):
        table.add_column(head)
    for head in ("Members", "Strength", "p", "q"):
        table.add_column(head, justify="right")
    table.add_column("First to last act")
    for place, network in enumerate(networks, 1):
        grade = Text(network["grade"], style=_GRADES.get(network["grade"], ""))
        table.add_row(
            str(place),
            grade.append(" alert", style="bold yellow") if network["alert"] else grade,
            network["id"],
            listed(list(dict.fromkeys(plural(short(signal["noun"])) for signal in network["signals"]))),
            f"{network['size']:,}",
            number(network["strength"]),
            probability(network["p"]),
            probability(network["q"]),
            f"{moment(network['first_at'], 86400)} to {moment(network['last_at'], 86400)}",
        )
    return table


def _title(network: Mapping[str, Any], place: int) -> Text:
    title = Text(f"Network {place}", style="bold").append(f"  {network['id']}", style="dim")
    title.append(f"  grade {network['grade']}", style=_GRADES.get(network["grade"], ""))
    return title.append("  alert", style="bold yellow") if network["alert"] else title


def _why(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    for place, sentence in enumerate(network["why"]):
        yield Padding(Text(sentence, style="bold" if place < len(network["signals"]) else ""), (0, 0, 0, 2))


def _axes(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    yield Text()
    for name, axis in network["axes"].items():
        value = "not measured" if axis["value"] is None else number(axis["value"])
        yield Text(f"  {name:<14} ", style="dim").append(value, style="italic" if axis["value"] is None else "bold")


def _members(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    members = network["members"]
    yield Columns([safe(called(member)) for member in members[:SHOWN_MEMBERS]], padding=(0, 3))
    if len(members) > SHOWN_MEMBERS:
        yield Text(f"and {count(len(members) - SHOWN_MEMBERS, 'more member')}", style="dim")


def _objects(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    silent = wordless(network)
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_column(style="dim", justify="right", no_wrap=True)
    for thing in network["objects"][:SHOWN_OBJECTS]:
        table.add_row(short(thing["noun"]), _object(thing, silent), count(thing["accounts"], "member"))
    yield table


def _object(thing: Mapping[str, Any], silent: Container[str]) -> Text:
    if thing["text"] and thing["signal"] in silent:
        return safe(" ".join(thing["text"].split())[:160])
    return Text(defang_object(printable(_DIRECTIONS.sub("", thing["object"]))))


def _evidence(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    names = handles(dict(network))
    nouns = {signal["name"]: short(signal["noun"]) for signal in network["signals"]}
    for tie in network["evidence"][:SHOWN_TIES]:
        noun = nouns.get(tie["signal"], "object")
        head = Text().append_text(safe(names.get(tie["a"], tie["a"]))).append(" and ")
        head.append_text(safe(names.get(tie["b"], tie["b"]))).append(f" shared {count(tie['objects'], noun)}")
        yield head.append(f"; {number(tie['expected'])} expected, p {probability(tie['p'])}", style="dim")
        yield from (_pair(pair) for pair in tie["pairs"][:1])


def _pair(pair: Mapping[str, Any]) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, 1))
    for _ in range(2):
        table.add_column(ratio=1)
    table.add_row(*(_post(pair[key], pair["marks"], side) for side, key in enumerate(("a_post", "b_post"))))
    gap = "" if pair["gap"] is None else f"{duration(abs(pair['gap']))} apart"
    return Group(table, Text(gap, style="dim"))


def _post(post: Mapping[str, Any], marks: Sequence[Sequence[Any]], side: int) -> Panel:
    body = Text()
    for piece in pieces(post.get("text"), marks, side):
        shown = safe(piece.text)
        shown.stylize("bold underline" if piece.changed else "")
        body.append_text(shown)
    where = f"{post['file']}, row {post['row']}" if post.get("file") else post["ref"]
    when = moment(post.get("at"), post.get("precision") or 1.0)
    return Panel(body, title=Text(when), subtitle=safe(where), title_align="left", subtitle_align="left", style="none")
