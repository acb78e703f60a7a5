"""The figures for a reader: a table in the terminal, and the generated part of the accuracy page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from inconcert.errors import MappingError, Place, UsageError
from inconcert.evaluate import measures as m
from inconcert.evaluate.aims import ACTIVE_RECALL, LOOSE, STRICT
from inconcert.evaluate.calibration import EXCESS, SHUFFLED_PAIRS
from inconcert.evaluate.decided import SPARED, UNANSWERED
from inconcert.evaluate.delay import DAYS_SEEN, NEVER, OWN_SEEN, POSTS_SEEN
from inconcert.evaluate.matched import CONTROLS, RANKED
from inconcert.evaluate.transplant import WINDOWS, counting
from inconcert.evaluate.viewpoint import TIES
from inconcert.settings import DEFAULTS_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from rich.console import RenderableType

    from inconcert.evaluate.measures import Figure
    from inconcert.evaluate.sets import Evaluation

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"

HEADS = {
    "organic": "Organic sets: accounts wrongly placed",
    "operation": "A real operation by itself",
    "transplant": "Planted rings (synthetic)",
    "simulated": "Made-up worlds: operations and decoys",
    "adversary": "An adversary that adapts",
    "rings": "Rings with one trace",
    "matched": "Members among matched controls",
    "time-to-detection": "Time to the first alert",
    "calibration": "Whether q and p are right",
    "operators": "The same operator on two platforms",
    "returns": "Operations that come back after a takedown",
    "viewpoint": "Sides swapped",
    "declared": "Declared and open coordination",
    "parity": "Parity with CooRTweet",
    "control": "Networks found in shuffled data",
    "decided": "What was carried out, against appeals",
}
ANSWERS = (m.RECALL, m.ALERT_RECALL, m.PRECISION, m.FALSE)
PROBES = (m.PROBE_WORDS, m.PROBE_POSTS)
BESIDE = {
    "transplant": (
        (*ANSWERS, m.DECOYS_PLACED, m.NETWORKS),
        PROBES,
        *((f"{m.RECALL}, {how}", f"{m.PRECISION}, {how}", f"{m.FALSE}, {how}") for how in map(counting, WINDOWS)),
    ),
    "simulated": (
        (*ANSWERS, m.NETWORKS, m.ALERTS),
        (m.DECOYS_PLACED, m.DECOYS_ALERTED, m.DECOYS_ACCUSED, m.FALSE, m.NETWORKS, m.ALERTS),
        PROBES,
    ),
    "adversary": (
        (*ANSWERS, m.NETWORKS, m.ALERTS),
        (m.FRAMED_PLACED, m.FRAMED_ALERTED),
        PROBES,
    ),
    "rings": ((*ANSWERS, m.NETWORKS, m.ALERTS), PROBES),
    "matched": ((STRICT, LOOSE, RANKED, CONTROLS, *PROBES),),
    "time-to-detection": ((DAYS_SEEN, POSTS_SEEN, OWN_SEEN, NEVER),),
    "viewpoint": ((m.SAME, m.IDENTICAL, TIES, m.CHANGED),),
}
"""Kinds whose sets are rows: for each table its measures. A set that lacks the first measure is no row."""
NAMED = 3
"""Sets named where several are equally bad."""
COUNTED = (
    *(m.NETWORKS, m.ALERTS, m.FALSE, m.SHUFFLED, m.EQUAL, m.FRAMED_PLACED, m.FRAMED_ALERTED, m.DECOYS_ACCUSED),
    *(m.CHANGED, CONTROLS, DAYS_SEEN, POSTS_SEEN, OWN_SEEN, SHUFFLED_PAIRS, UNANSWERED, SPARED),
)
"""Beginnings of measures that are numbers of things, not shares."""
PLAIN = ("AUC", "Brier", "expected calibration error", EXCESS)
"""What measures have in their name that are numbers between 0 and 1, and no shares of anything."""
MANY = 5
"""Seeds from which on the interval of their mean is shown too."""


@dataclass(frozen=True)
class Worst:
    """A question of which the worst answer is to be seen first."""

    says: str
    kind: str
    measure: str
    most: bool
    """Whether more is worse."""

    def answer(self, figures: Iterable[Figure]) -> tuple[float, list[str]] | None:
        """The worst value, of a single seed where there are several, and the sets that have it."""
        asked = [one for one in figures if (one.kind, one.measure) == (self.kind, self.measure)]
        values = {one.name: self._worst(one) for one in asked if one.value is not None}
        if not values:
            return None
        worst = max(values.values()) if self.most else min(values.values())
        return worst, [name for name, value in values.items() if value == worst]

    def _worst(self, figure: Figure) -> float:
        end = figure.high if self.most else figure.low
        value = end if figure.interval == m.SEEDS else figure.value
        return 0.0 if value is None else value


WORST = (
    Worst("Most organic accounts in a network, per 10,000", "organic", m.PLACED, most=True),
    Worst("Most organic accounts in an alert, per 10,000", "organic", m.ALERTED, most=True),
    Worst("Least of a real operation found (accounts with ten posts or more)", "operation", ACTIVE_RECALL, most=False),
    Worst("Least of a planted ring found", "transplant", m.RECALL, most=False),
    Worst("Lowest precision around a planted ring", "transplant", m.PRECISION, most=False),
    Worst("Least of a simulated operation found", "simulated", m.RECALL, most=False),
    Worst("Lowest precision around a simulated operation", "simulated", m.PRECISION, most=False),
    Worst("Most of a simulated decoy in an alert", "simulated", m.DECOYS_ALERTED, most=True),
    Worst("Most of a simulated crowd wrongly placed (accounts)", "simulated", m.FALSE, most=True),
    Worst("Least of an adapting operation found in alerts", "adversary", m.ALERT_RECALL, most=False),
    Worst("Most framed innocents in an alert, of 100", "adversary", m.FRAMED_ALERTED, most=True),
    Worst("Least of a ring with one trace found in alerts", "rings", m.ALERT_RECALL, most=False),
    Worst("Least recall among matched controls at 0.1 %", "matched", STRICT, most=False),
    Worst("Longest until the first alert (days)", "time-to-detection", DAYS_SEEN, most=True),
    Worst("Fewest findings identical with sides swapped", "viewpoint", m.IDENTICAL, most=False),
)


def check(page: Path) -> None:
    """Make sure that a page has a place for the figures.

    Raises:
        UsageError: there is no such page.
        MappingError: the page lacks one of the two lines.
    """
    if not page.exists():
        raise UsageError(f"there is no page {page}.", todo=f"Write one that has the lines {BEGIN} and {END}.")
    _, begin, rest = page.read_text("utf-8").partition(BEGIN)
    if not begin or END not in rest:
        raise MappingError("the page has no place for figures.", where=Place(page), todo=f"Add {BEGIN} and {END}.")


def update(page: Path, made: Evaluation) -> None:
    """Replace what stands between the two lines of a page; see :func:`check` for errors."""
    from inconcert.store.files import write_whole

    check(page)
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    write_whole(page, f"{before}{BEGIN}\n\n{markdown(made)}\n\n{END}{after}".encode())


def markdown(made: Evaluation) -> str:
    """All figures as Markdown, the worst first."""
    ends = "the lowest and the highest seed" + (", then a bootstrap interval of the mean" * (made.seeds >= MANY))
    head = (
        f"Settings `{DEFAULTS_NAME}`; {made.seeds} seeds, or as many as stand beside a set; simulated worlds of "
        f"{made.posts:,} posts. In brackets {ends}."
    )
    parts = [head, *(f"Left out: `{name}` ({why})" for name, why in made.left_out.items())]
    parts += ["### Aims, the missed ones first", _aims(made)]
    parts += ["### The worst figures", _grid(("question", "worst", "where"), _worst(made.figures))]
    for kind, title in HEADS.items():
        rows = [one for one in made.figures if one.kind == kind]
        if rows:
            parts += [f"### {title}", *(_set_table(made, kind, rows))]
    parts += ["### What the figures were made with", _made_with(made)]
    parts += ["### Organic accounts in networks", _organic(made)]
    return "\n\n".join(parts)


def _aims(made: Evaluation) -> str:
    """Each aim, what was seen on its worst set, and the verdict."""
    rows = []
    for seen in made.aims:
        value = "–" if seen.value is None else f"{seen.part.measure}: {shown(seen.value, seen.part.measure)}"
        where = f"`{seen.figure.name}`" if seen.figure else ""
        rows.append((seen.aim.says, seen.aim.best, seen.aim.aim, value, where, f"**{seen.verdict}**"))
    return _grid(("question", "best public figure", "aim", "seen, on the worst set", "set", ""), rows)


def _made_with(made: Evaluation) -> str:
    told = made.manifest
    rows = [("version", told["version"]), *((f"code: {name}", f"`{mark}`") for name, mark in told["code"].items())]
    rows += [(f"data: `{name}`", f"`{mark}`") for name, mark in sorted(told["data"].items())]
    rows.append(("libraries", ", ".join(f"{name} {version}" for name, version in told["libraries"].items())))
    return _grid(("what", "which"), rows)


def _worst(figures: Iterable[Figure]) -> Iterator[tuple[str, str, str]]:
    rows = list(figures)
    for question in WORST:
        found = question.answer(rows)
        if found:
            value, names = found
            more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
            yield question.says, shown(value, question.measure), ", ".join(f"`{name}`" for name in names[:NAMED]) + more


def _set_table(made: Evaluation, kind: str, rows: list[Figure]) -> Iterator[str]:
    listed = [f"- `{one.name}`: {one.says}." for one in made.sets if one.kind == kind]
    if listed:
        yield "\n".join(listed)
    if kind in BESIDE:
        yield from (_beside(rows, measures) for measures in BESIDE[kind])
    elif kind == "control":
        yield _shuffles(rows)
    else:
        yield _grid(("set", "measure", "figure", "from", "to", "n"), map(_cells, rows))


def _beside(rows: list[Figure], measures: tuple[str, ...]) -> str:
    """One row a set, one column a measure: the mean, and the lowest and highest seed where they differ."""
    found = {(one.name, one.measure): one for one in rows}
    names = [name for name in dict.fromkeys(one.name for one in rows) if (name, measures[0]) in found]
    seeds = {name: str(len(found[name, measures[0]].seeds) or "") for name in names}
    return _grid(
        ("set", "seeds", *measures),
        ((f"`{name}`", seeds[name], *(_mean(found.get((name, measure))) for measure in measures)) for name in names),
    )


def _mean(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value, low, high, _ = told(figure)
    if low == high:
        return value
    if figure.mean_low is None or len(figure.values) < MANY:
        return f"{value} ({low} to {high})"
    ends = (shown(end, figure.measure) for end in (figure.mean_low, figure.mean_high))
    return f"{value} ({low} to {high}; mean {' to '.join(ends)})"


def _shuffles(rows: list[Figure]) -> str:
    """The sets in whose shuffles something was found, and how many shuffles of the others gave nothing."""
    loud = {one.name for one in rows if one.value}
    some = [one for one in rows if one.name in loud]
    none = [one for one in rows if one.name not in loud]
    said = f"None in {sum(one.n for one in none):,} shuffles of {len(none)} {'set' if len(none) == 1 else 'sets'}."
    head = ("set", "measure", "figure", "from", "to", "n")
    return "\n\n".join([said] * bool(none) + [_grid(head, map(_cells, some))] * bool(some))


def _cells(figure: Figure) -> tuple[str, ...]:
    return (f"`{figure.name}`", figure.measure, *(told(figure)))


def told(figure: Figure) -> tuple[str, str, str, str]:
    """Value, ends of the interval, and what it rests on, for a person."""
    value, low, high = (shown(number, figure.measure) for number in (figure.value, figure.low, figure.high))
    if figure.low is None:
        low = high = ""
    n = f"{figure.n:,}" if figure.count is None else f"{figure.count:,} of {figure.n:,}"
    return value, low, high, n


def shown(value: float | None, measure: str) -> str:
    """A figure as it is read: a share in per cent, a number of things with few decimals, a dash for none."""
    if value is None:
        return "–"
    if measure.startswith(COUNTED) or measure.endswith(("compared", "per 10,000", "per 1,000")):
        return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}" if value >= 1 else f"{value:.2f}"
    if any(word in measure for word in PLAIN):
        return f"{value:.3f}"
    return f"{100 * value:.1f} %".replace(".0 %", " %")


def _grid(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _organic(made: Evaluation) -> str:
    names = {one.name for one in made.sets if one.kind == "organic"}
    rows = [
        (f"`{row['set']}`", str(row["seed"]), row["id"], row["grade"], str(row["size"]), row["why"])
        for row in made.networks
        if row["set"] in names
    ]
    return _grid(("set", "seed", "network", "grade", "accounts", "why"), rows) if rows else "None."


def table(made: Evaluation) -> RenderableType:
    """All figures for a terminal."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    parts: list[RenderableType] = []
    measured = [seen for seen in made.aims if seen.figure]
    if measured:
        drawn = Table(title="Aims", title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
        for name in ("aim", "is", "seen", "set", ""):
            drawn.add_column(name, overflow="fold")
        for seen in measured:
            value = shown(seen.value, seen.part.measure)
            drawn.add_row(seen.aim.says, seen.aim.aim, value, seen.figure.name if seen.figure else "", seen.verdict)
        parts += [drawn, ""]
    for kind, title in HEADS.items():
        rows = [one for one in made.figures if one.kind == kind]
        if not rows:
            continue
        drawn = Table(title=title, title_justify="left", title_style="bold", box=None, padding=(0, 2, 0, 0))
        for name in ("set", "measure"):
            drawn.add_column(name, overflow="fold")
        for name in ("figure", "from", "to", "n"):
            drawn.add_column(name, justify="right")
        for one in rows:
            drawn.add_row(one.name, one.measure, *told(one))
        parts += [drawn, ""]
    parts += [Text(note) for note in made.notes]
    parts += [Text(f"Left out: {name} ({why})") for name, why in made.left_out.items()]
    return Group(*parts)
