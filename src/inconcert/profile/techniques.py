"""Techniques of a network in the words of DISARM and of the Online Operations Kill Chain, each with its evidence.

The rules stand in ``techniques.toml``. A technique is named only where a trait, a signal or a place it links to
supports it, and says which; what a run cannot see (who owns a site, whether a face is made up) has no rule. Naming a
technique says what was done, not why, nor that it was wrong: campaigns and fans do much of it in the open.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from inconcert.networks.words import count, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    Row = dict[str, Any]
    Check = Callable[[Row, Any], Row | None]

FRAMEWORKS = {"disarm": "DISARM", "kill_chain": "kill chain"}
SPEAKS = 2.0
"""Nats from which a trait supports a technique."""
OWN = 2.0
"""Times more often than others, from which a place or an account is the network's own target."""
PART = 0.1
"""Share of the posts that a language or platform must have."""
MEMBERS = 2
SHOWN = 5


@cache
def rules() -> tuple[Row, ...]:
    """The rules as they stand in ``techniques.toml``."""
    text = files("inconcert.profile").joinpath("techniques.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["rule"])


def techniques(finding: Row) -> list[Row]:
    """The techniques that the evidence of a finding supports.

    Args:
        finding: one of ``networks`` of ``findings.json``, with everything else in it.

    Returns:
        Rows of ``framework`` (DISARM or kill chain), ``id, name, because, evidence`` (``trait``, ``signal``,
        ``asset`` and so on), and ``note`` (or null); each technique once, with the evidence of all its rules.
    """
    found: dict[tuple[str, str], Row] = {}
    for rule in rules():
        evidence = _evidence(rule, finding)
        if evidence is None:
            continue
        for key, framework in FRAMEWORKS.items():
            for ident, name in rule.get(key, ()):
                made = _technique(framework, ident, name, rule, evidence)
                known = found.setdefault((framework, ident), made)
                if known is not made:
                    _add(known, made)
    return sorted(found.values(), key=lambda row: (row["framework"], row["id"]))


def _technique(framework: str, ident: str, name: str, rule: Row, evidence: Row) -> Row:
    because = f"{rule['because']} ({_shown(evidence)})"
    return {
        "framework": framework,
        "id": ident,
        "name": name,
        "because": because,
        "evidence": {key: list(value) for key, value in evidence.items()},
        "note": rule.get("note"),
    }


def _add(known: Row, made: Row) -> None:
    known["because"] += f"; {made['because']}"
    for key, value in made["evidence"].items():
        known["evidence"][key] = list(dict.fromkeys([*known["evidence"].get(key, ()), *value]))


def _shown(evidence: Row) -> str:
    return ", ".join(f"{key} {listed([str(one) for one in value[:SHOWN]])}" for key, value in evidence.items())


def _evidence(rule: Row, finding: Row) -> Row | None:
    """What supports a rule, by kind; ``None`` unless every condition of it is met."""
    found: Row = {}
    for name, check in _CHECKS.items():
        if name in rule:
            part = check(finding, rule[name])
            if part is None:
                return None
            found |= part
    return found or None


def _trait(finding: Row, names: str | Sequence[str]) -> Row | None:
    wanted = [names] if isinstance(names, str) else list(names)
    spoken = [
        trait["name"]
        for axis in finding["axes"].values()
        for trait in axis.get("traits", ())
        if trait["name"] in wanted and (trait["nats"] or 0.0) >= SPEAKS
    ]
    return {"trait": spoken} if spoken else None


def _signal(finding: Row, names: Sequence[str]) -> Row | None:
    bound = [signal["name"] for signal in finding["signals"] if signal["name"] in names]
    return {"signal": bound} if bound else None


def _schedule(finding: Row, kind: str) -> Row | None:
    offsets = finding["schedule"]["offsets"]
    return {"schedule": [kind]} if offsets and offsets[0]["schedule"] == kind else None


def _sides(finding: Row, _: bool) -> Row | None:
    tags = [tag for side in finding["sides"] for tag in side["tags"][:1]]
    return {"sides": tags} if tags else None


def _places(finding: Row) -> Iterator[Row]:
    """Places that several members link to far more than others do."""
    for row in finding["pushes"]:
        if row["accounts"] >= MEMBERS and (row["lift"] is None or row["lift"] >= OWN):
            yield row


def _platform(finding: Row, wanted: Sequence[Sequence[str]]) -> Row | None:
    return _assets(
        row
        for row in _places(finding)
        if row["platform"] != "web"
        and any(one in ("*", row["platform"]) and other in ("*", row["kind"]) for one, other in wanted)
    )


def _site(finding: Row, _: bool) -> Row | None:
    return _assets(row for row in _places(finding) if row["platform"] == "web")


def _resembles(finding: Row, _: bool) -> Row | None:
    return _assets(row for row in _places(finding) if row["resembles"] and row["resembles"]["tier"] != "lead")


def _family(finding: Row, _: bool) -> Row | None:
    return _assets(row for row in _places(finding) if row["family"])


def _ads(finding: Row, _: bool) -> Row | None:
    return _assets(row for row in _places(finding) if row["ads"])


def _assets(rows: Iterator[Row]) -> Row | None:
    names = [row["id"] if row["platform"] == "web" else f"{row['platform']} {row['kind']} {row['id']}" for row in rows]
    return {"asset": names[:SHOWN]} if names else None


def _several(key: str) -> Check:
    def check(finding: Row, least: int) -> Row | None:
        counted: Mapping[str, int] = finding[key]
        total = sum(counted.values()) or 1
        held = [name for name, posts in counted.items() if name != "und" and posts >= PART * total]
        return {key: held} if len(held) >= least else None

    return check


def _targets(finding: Row, act: str) -> Row | None:
    """Accounts outside the network that members reply to, or mention, far more than others do."""
    rows = [
        row
        for row in finding["targets"]
        if row[act] >= MEMBERS and row["accounts"] >= MEMBERS and not row["member"]
        and (row["lift"] is None or row["lift"] >= OWN)
    ]  # fmt: skip
    names = [f"{row['platform']}:{row['account_id'] or '@' + row['handle']}" for row in rows]
    return {"target": names[:SHOWN]} if names else None


_CHECKS: dict[str, Check] = {
    "trait": _trait,
    "signal": _signal,
    "schedule": _schedule,
    "sides": _sides,
    "platform": _platform,
    "site": _site,
    "resembles": _resembles,
    "family": _family,
    "ads": _ads,
    "platforms": _several("platforms"),
    "languages": _several("languages"),
    "targets": _targets,
}


def sentence(rows: Sequence[Row]) -> str:
    """How many techniques the evidence supports."""
    if not rows:
        return "The evidence of this run supports no technique of the frameworks."
    parts = [
        f"{count(sum(row['framework'] == name for row in rows), 'technique')} of {shown}"
        for name, shown in (("DISARM", "DISARM"), ("kill chain", "the Online Operations Kill Chain"))
        if any(row["framework"] == name for row in rows)
    ]
    return f"The evidence of this run supports {listed(parts)}. A technique says what was done, not why or by whom."
