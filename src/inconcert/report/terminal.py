"""Findings in a terminal: the table of all, then one in depth."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from inconcert.networks.words import count, duration, listed, number, plural, probability, short
from inconcert.profile import faces
from inconcert.report import control, portrait, pushed, returned, searched
from inconcert.report.defang import defang, defang_object, still
from inconcert.report.html import called, handles, moment, pieces, wordless

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

_GRADES = {"A": "bold green", "B": "bold cyan", "C": "bold"}
SHOWN_MEMBERS = 30
SHOWN_OBJECTS = 10
SPEAKING = 0.5
"""Nats from which a trait is shown; the report and ``findings.json`` have them all."""
BRIEF = 2
"""Narratives, targets and calendars that are shown of a network among others."""
LONGEST = 400
"""Characters of a post that are shown; the report has the whole text."""


def overview(document: Mapping[str, Any], *hints: str) -> RenderableType:
    """All networks as a table, with what was looked at and what the shuffles gave.

    Args:
        document: what ``findings.json`` holds.
        hints: Further lines on where to go on.
    """
    networks = document["networks"]
    said = Text(control.sentence(document["control"], len(networks)), style="italic")
    about = document.get("looked_at", {})
    told = Group(Text(" ".join(searched.sentences(about))), *map(_item, searched.left_out(about)))
    tail = [Text(still(hint), style="dim") for hint in hints]
    if networks:
        return Group(_table(networks), Padding(told, (1, 0, 0, 0)), said, *tail)
    head = Text("No network was found: no group of accounts acts together more than chance explains.", style="bold")
    return Group(head, told, said, *tail)


def findings(document: Mapping[str, Any], limit: int, ties: int) -> RenderableType:
    """The table of all networks, and the strongest in full.

    Args:
        document: what ``findings.json`` holds.
        limit: how many networks are shown in full.
        ties: how many ties of each are shown with their posts.
    """
    networks = document["networks"]
    parts: list[RenderableType] = [overview(document)]
    for place, network in enumerate(networks[:limit], 1):
        parts += [Text(), finding(network, place, ties=ties, whole=False)]
    if len(networks) > limit:
        parts += [Text(), Text(f"… and {len(networks) - limit} more: --limit {len(networks)}", style="dim")]
    return Group(*parts)


def finding(
    network: Mapping[str, Any], place: int = 1, *, ties: int | None = None, pairs: int = 1, whole: bool = True
) -> RenderableType:
    """One network in depth: sentences, axes, members, objects, and the strongest ties with their posts.

    Args:
        network: one of ``networks`` in ``findings.json``.
        place: its place in the table, from 1.
        ties: how many ties are shown with their posts; all that are kept, when not given.
        pairs: how many pairs of posts are shown of each tie.
        whole: with everything that is known of its spread and its techniques.
    """
    parts: list[RenderableType] = [_title(network, place), *map(_item, network["why"]), Text()]
    parts += _returns(network)
    parts += [Text("Four questions, kept apart", style="bold"), *_axes(network), Text()]
    parts += [*_members(network), Text()]
    parts += [Text("What they shared", style="bold"), *_objects(network), Text()]
    if network.get("pushes"):
        parts += [Text("Where its links lead", style="bold"), *_pushes(network), Text()]
    if network.get("operators"):
        parts += [Text("On other platforms", style="bold"), *_operators(network), Text()]
    for head, said in portrait.sections(network, portrait.SHOWN if whole else BRIEF, whole=whole):
        parts += [Text(head, style="bold"), *map(_item, said), Text()]
    parts += _evidence(network, ties, pairs)
    return Group(*parts)


def _returns(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    """What it may be the return of, each with its waterfall."""
    for match in network.get("returns", ()):
        yield Text(still(match["says"][0]), style="bold yellow")
        yield from map(_item, match["says"][1:])
        yield Text("\n".join(returned.waterfall(match)))
        yield Text()


def safe(text: object) -> Text:
    """Text of others as it may stand in a terminal: no control signs, no turned direction, no clickable address."""
    return Text(defang(still(text)))


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


def _title(network: Mapping[str, Any], place: int) -> RenderableType:
    style = _GRADES.get(network["grade"], "")
    parts = (str(place), network["id"], f"grade {network['grade']}", count(network["size"], "account"))
    title = Text(" · ".join(parts), style=style)
    return Rule(title.append(" · alert", style="bold yellow") if network["alert"] else title, align="left")


def _item(sentence: str | Text) -> RenderableType:
    """A sentence behind a dot, its further lines under its first."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_row("  •", safe(sentence) if isinstance(sentence, str) else sentence)
    return grid


def _axes(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    for name, axis in network["axes"].items():
        value = "" if axis["value"] is None else f"{number(axis['value'])}. "
        yield _item(Text(f"{name}: ").append(value, style="bold").append_text(safe(axis["says"])))
        yield from _traits(axis.get("traits", ()), network)


def _traits(traits: Iterable[Mapping[str, Any]], network: Mapping[str, Any]) -> Iterator[RenderableType]:
    """The traits of an axis that speak, each with the first post under it."""
    known = {post["ref"]: post for post in network.get("trait_posts", ())}
    for trait in traits:
        if trait["nats"] is None or abs(trait["nats"]) < SPEAKING:
            continue
        line = Text(f"{trait['name']} {number(trait['nats'])} nats: ", style="dim").append_text(safe(trait["says"]))
        yield Padding(line, (0, 0, 0, 4))
        yield from (Padding(_shown(known[ref]), (0, 0, 0, 6)) for ref in trait["posts"][:1] if ref in known)


def _shown(post: Mapping[str, Any]) -> Text:
    text = safe(" ".join((post["text"] or "(no text)").split()))
    text.truncate(160, overflow="ellipsis")
    return Text(f"{_where(post)}: ", style="dim").append_text(text)


def _members(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    members = network["members"]
    names = Text(", ").join(safe(f"{one['platform']}:{called(one)}") for one in members[:SHOWN_MEMBERS])
    more = f" and {count(len(members) - SHOWN_MEMBERS, 'more member')}" if len(members) > SHOWN_MEMBERS else ""
    yield Text("Members: ", style="bold").append_text(Text("", style="none").append_text(names).append(more))


def _objects(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    silent, things = wordless(network), network["objects"]
    for thing in things[:SHOWN_OBJECTS]:
        head = f"{short(thing['noun'])}, {count(thing['accounts'], 'member')}: "
        yield _item(Text(head, style="dim").append_text(_object(thing, silent)))
    if len(things) > SHOWN_OBJECTS:
        yield _item(Text(f"and {len(things) - SHOWN_OBJECTS} more", style="dim"))


def _object(thing: Mapping[str, Any], silent: Container[str]) -> Text:
    if thing["text"] and thing["signal"] in silent:
        shown = safe(" ".join(thing["text"].split()))
        shown.truncate(160, overflow="ellipsis")
        return Text("", style="none").append_text(shown)
    return Text(defang_object(still(thing["object"])), style="none")


def _pushes(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    rows = network["pushes"]
    for row in rows[:SHOWN_OBJECTS]:
        line = Text().append(f"{pushed.kind(row)}: ", style="dim").append(defang_object(still(row["id"])))
        line.append(f", {pushed.reach(row)}")
        yield _item(line.append_text(safe(f"; {known}")) if (known := pushed.known(row)) else line)
    if network["assets"] > SHOWN_OBJECTS:
        yield _item(Text(f"and {network['assets'] - SHOWN_OBJECTS} more", style="dim"))


def _operators(network: Mapping[str, Any]) -> Iterator[RenderableType]:
    """Accounts on other platforms that the same hands may run, and those that only look so."""
    rows = network["operators"]
    for row in rows[:SHOWN_OBJECTS]:
        yield _item(safe(faces.told(row)))
        yield from (Padding(_shown(post), (0, 0, 0, 6)) for post in row["examples"])
    if len(rows) > SHOWN_OBJECTS:
        yield _item(Text(f"and {len(rows) - SHOWN_OBJECTS} more", style="dim"))


def _evidence(network: Mapping[str, Any], ties: int | None, pairs: int) -> Iterator[RenderableType]:
    names = handles(dict(network))
    nouns = {signal["name"]: short(signal["noun"]) for signal in network["signals"]}
    shown = network["evidence"][:ties]
    if shown:
        yield Text("The posts, side by side", style="bold")
    for tie in shown:
        noun = nouns.get(tie["signal"], "object")
        head = Text().append_text(safe(names.get(tie["a"], tie["a"]))).append(" and ")
        head.append_text(safe(names.get(tie["b"], tie["b"]))).append(f" shared {count(tie['objects'], noun)}")
        figures = f"{number(tie['expected'])} expected, p {probability(tie['p'])}, q {probability(tie['q'])}"
        yield head.append(f" ({tie['signal']}); {figures}", style="dim")
        yield from (_pair(pair) for pair in tie["pairs"][:pairs])


def _pair(pair: Mapping[str, Any]) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, 2))
    for _ in range(2):
        table.add_column(ratio=1, overflow="fold")
    sides = (pair["a_post"], pair["b_post"])
    table.add_row(*(Text(_where(post), style="dim") for post in sides))
    table.add_row(*(_words(post, pair["marks"], side) for side, post in enumerate(sides)))
    return Padding(Group(table, Text(_apart(pair["gap"]), style="dim")), (0, 0, 1, 2))


def _apart(gap: float | None) -> str:
    if gap is None:
        return ""
    return f"{duration(abs(gap))} apart" if gap else "at the same time"


def _where(post: Mapping[str, Any]) -> str:
    place = f"{PurePath(post['file']).name}, row {post['row']}" if post.get("file") else post["ref"]
    return f"{moment(post.get('at'), post.get('precision') or 1.0)} · {still(place)}"


def _words(post: Mapping[str, Any], marks: Sequence[Sequence[Any]], side: int) -> Text:
    body = Text()
    for piece in pieces(post.get("text"), marks, side):
        shown = safe(piece.text)
        shown.stylize("bold underline" if piece.changed else "")
        body.append_text(shown)
    body.truncate(LONGEST, overflow="ellipsis")
    return body or Text("(no text)", style="dim")
