"""Findings and receipts as a person reads them in a terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from rich.console import RenderableType
    from rich.text import Text

    from inconcert.found import Found, Network

LONGEST = 400
"""Characters of a post that are shown; the report has the whole text."""
MEMBERS, OBJECTS = 12, 5
"""Members and objects listed by name; the others are counted."""

# What moves the cursor, hides text or turns its direction must not leave a post for the reader's terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_STYLES = {"A": "bold green", "B": "bold yellow", "C": "bold"}


def safe(text: object) -> str:
    """Text of strangers, with what would act on the terminal replaced."""
    return _UNSAFE.sub("�", str(text))


def overview(found: Found, folder: Path) -> RenderableType:
    """All networks in one table, and what the shuffled data gave."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    if not found.networks:
        return Text(_count(found))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("#", justify="right")
    for name in ("network", "grade", "accounts", "signals"):
        table.add_column(name, no_wrap=True)
    table.add_column("why", overflow="fold")
    for place, network in enumerate(found.networks, 1):
        grade = Text(network.grade + (" !" if network.alert else ""), style=_STYLES.get(network.grade, ""))
        signals = "\n".join(network.signals)
        why = safe(network.data["why"][0]) if network.data["why"] else ""
        table.add_row(str(place), network.id, grade, str(len(network.members)), signals, why)
    return Group(
        _count(found),
        "",
        table,
        "",
        Text(f"With the posts: inconcert show {folder} 1", style="dim"),
    )


def _count(found: Found) -> str:
    from inconcert.report.control import sentence

    number = len(found.networks)
    alerts = sum(network.alert for network in found.networks)
    if number:
        head = f"{number} network{'s' if number > 1 else ''}, {alerts} of them marked for attention (!)."
    else:
        head = "No network was found: no group of accounts acts together more than chance explains."
    return f"{head} {sentence(found.control, number)}"


def findings(found: Found, limit: int, ties: int) -> RenderableType:
    """The strongest networks in full, each with its strongest ties."""
    from rich.console import Group

    shown = [one(network, ties) for network in found.networks[:limit]]
    more = len(found.networks) - len(shown)
    tail = [f"… and {more} more: --limit {len(found.networks)}"] if more > 0 else []
    return Group(_count(found), *shown, *tail)


def one(network: Network, ties: int | None = None) -> RenderableType:
    """One network: its sentences, axes, members, objects, and posts side by side."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    data = network.data
    title = f"{network.id} · grade {network.grade} · {len(network.members)} accounts"
    parts: list[RenderableType] = [Text(), Rule(Text(title, style=_STYLES.get(network.grade, "")), align="left")]
    parts += [_item(sentence) for sentence in data["why"]]
    parts += [
        Text(),
        Text("Axes", style="bold"),
        *(_item(f"{name}: {axis['says']}") for name, axis in data["axes"].items()),
    ]
    parts += [Text(), _listed("Members", [_name(member) for member in data["members"]], MEMBERS)]
    parts += [Text(), *_objects(data["objects"])]
    for tie in data["evidence"][:ties]:
        parts += [Text(), *_tie(tie)]
    return Group(*parts)


def _item(sentence: str) -> RenderableType:
    """A sentence behind a dot, its further lines under its first."""
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("  •", Text(safe(sentence)))
    return grid


def _listed(head: str, names: list[str], most: int) -> Text:
    from rich.text import Text

    more = f" and {len(names) - most} more" if len(names) > most else ""
    return Text.assemble((f"{head}: ", "bold"), ", ".join(names[:most]), more)


def _objects(rows: list[Mapping[str, Any]]) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text("Shared", style="bold")
    for row in rows[:OBJECTS]:
        # The object of a text signal is a hash; the text itself says more.
        what = (
            " ".join(safe(row.get("text") or row["object"]).split()) if _is_hash(row["object"]) else safe(row["object"])
        )
        yield _item(f"{row['noun']}, {row['accounts']} accounts: {what[:120]}{'…' if len(what) > 120 else ''}")
    if len(rows) > OBJECTS:
        yield _item(f"and {len(rows) - OBJECTS} more")


def _is_hash(name: str) -> bool:
    return bool(re.fullmatch("[0-9a-f]{16,}", name))


def _name(member: Mapping[str, Any]) -> str:
    handle = f"@{member['handle']}" if member.get("handle") else member["account_id"]
    return safe(f"{member['platform']}:{handle}")


def _tie(tie: Mapping[str, Any]) -> Iterator[RenderableType]:
    from rich.text import Text

    head = f"{tie['a']} and {tie['b']}, {tie['signal']}: "
    figures = f"{tie['objects']} shared, {tie['expected']:.3g} expected, q = {tie['q']:.2g}"
    yield Text.assemble((safe(head), "bold"), figures)
    for pair in tie["pairs"][:3]:
        yield _pair(pair)
    more = len(tie["pairs"]) - 3 + tie.get("more", 0)
    if more > 0:
        yield Text(f"  … and {more} more", style="dim")


def _pair(pair: Mapping[str, Any]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, expand=True, show_header=False, padding=(0, 2, 0, 2), pad_edge=True)
    for _ in range(2):
        table.add_column(ratio=1, overflow="fold")
    sides = (pair["a_post"], pair["b_post"])
    table.add_row(*(Text(_where(post), style="dim") for post in sides))
    a, b = (str(post.get("text") or "") for post in sides)
    table.add_row(_marked(a, ((m[0], m[1], m[2]) for m in pair["marks"])),
                  _marked(b, ((m[0], m[3], m[4]) for m in pair["marks"])))  # fmt: skip
    return table


def _where(post: Mapping[str, Any]) -> str:
    row = f" · {post['file']}, row {post['row']}" if post.get("row") is not None else ""
    return safe(f"{post.get('at') or 'no time'} · {post['ref']}{row}")


def _marked(text: str, marks: Iterable[tuple[str, int, int]]) -> Text:
    from rich.text import Text

    shown = Text()
    for operation, start, end in marks:
        shown.append(safe(text[start:end]), style="" if operation == "equal" else "bold underline")
    shown.truncate(LONGEST, overflow="ellipsis")
    return shown
