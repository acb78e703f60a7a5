"""Charts as SVG text: lines over two logarithmic axes, and stacked bars. The same figures give the same bytes.

Colours follow the reader's light or dark setting; every series has a shape of its own too, and its name at its end.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WIDTH, HEIGHT = 760, 430
LEFT, RIGHT, TOP, BOTTOM = 92, 222, 66, 56
LINE = 17
"""Least distance of two labels, in pixels."""
LIGHT = ("#57606a", "#0757ba", "#b3361b", "#7a5c00", "#6f42b5")
DARK = ("#a2abb5", "#6cb6ff", "#ff9a7d", "#e0b84c", "#c4a5f7")


@dataclass(frozen=True)
class Series:
    """A named line."""

    name: str
    points: tuple[tuple[float, float], ...]
    """From left to right."""
    colour: int
    """Which of the colours and shapes."""
    quoted: bool = False
    """Whether the figures are not from the same runs: dashed, with hollow points."""


def lines(title: str, across: str, up: str, series: Sequence[Series]) -> str:
    """A chart of lines; ``across`` and ``up`` say what the axes hold."""
    shown = [one for one in series if one.points]
    points = [point for one in shown for point in one.points]
    x_low, x_high = decades([x for x, _ in points])
    y_low, y_high = decades([y for _, y in points])
    x_scale, y_scale = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        return (
            LEFT + x_scale * (log10(x) - x_low) / (x_high - x_low),
            HEIGHT - BOTTOM - y_scale * (log10(y) - y_low) / (y_high - y_low),
        )

    parts = [*grid(place, range(x_low, x_high + 1), range(y_low, y_high + 1)), *names_of_axes(across, up)]
    for one in shown:
        parts += line(one, [place(*point) for point in one.points])
    parts += ends([(place(*one.points[-1]), one) for one in shown])
    return drawing(title, HEIGHT, parts)


def decades(values: Sequence[float]) -> tuple[int, int]:
    """Powers of ten around ``values``, at least one apart."""
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def grid(place: Callable[[float, float], tuple[float, float]], across: range, up: range) -> list[str]:
    """Lines and figures at the powers of ten."""
    parts = []
    for power in across:
        (x, low), (_, high) = place(10.0**power, 10.0 ** up[0]), place(10.0**power, 10.0 ** up[-1])
        parts.append(f'<path class="grid" d="M{x:.1f} {low:.1f}V{high:.1f}"/>')
        parts.append(text(x, low + 20, short(10.0**power), "middle"))
    for power in up:
        (left, y), (right, _) = place(10.0 ** across[0], 10.0**power), place(10.0 ** across[-1], 10.0**power)
        parts.append(f'<path class="grid" d="M{left:.1f} {y:.1f}H{right:.1f}"/>')
        parts.append(text(left - 8, y + 4, short(10.0**power), "end"))
    return parts


def names_of_axes(across: str, up: str) -> list[str]:
    return [
        text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, across, "middle"),
        text(20, TOP - 14, up, "start"),
    ]


def line(one: Series, places: Sequence[tuple[float, float]]) -> list[str]:
    """The line of a series with its points."""
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dashed = " quoted" if one.quoted else ""
    return [
        f'<path class="line s{one.colour}{dashed}" d="{path}"/>',
        *(f'<path class="point s{one.colour}{dashed}" d="{shape(one.colour, x, y)}"/>' for x, y in places),
    ]


def shape(kind: int, x: float, y: float) -> str:
    """Outline of a point: square, circle, triangle, diamond, upside-down triangle."""
    if kind == 1:
        return f"M{x - 5:.1f} {y:.1f}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z"
    corners = {
        0: ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
        2: ((0, -6), (5.5, 4), (-5.5, 4)),
        3: ((0, -6), (6, 0), (0, 6), (-6, 0)),
        4: ((0, 6), (5.5, -4), (-5.5, -4)),
    }[kind]
    return "M" + "L".join(f"{x + dx:.1f} {y + dy:.1f}" for dx, dy in corners) + "z"


def ends(found: Sequence[tuple[tuple[float, float], Series]]) -> list[str]:
    """Names at the right ends of the lines, moved apart where they would touch, with their last values."""
    order = sorted(found, key=lambda one: one[0][1])
    heights = apart([y for (_, y), _ in order], LINE)
    return [
        text(x + 11, height + 4, f"{one.name}: {short(one.points[-1][1])}", "start", f"name n{one.colour}")
        for ((x, _), one), height in zip(order, heights, strict=True)
    ]


def apart(heights: Sequence[float], least: float) -> list[float]:
    """``heights``, which ascend, moved as little as it takes to be ``least`` apart; groups keep their middle."""
    groups: list[tuple[float, list[float]]] = []
    for height in heights:
        groups.append((height, [height]))
        while len(groups) > 1 and not clear(groups[-2], groups[-1], least):
            members = groups.pop(-2)[1] + groups.pop()[1]
            groups.append((sum(members) / len(members), members))
    return [
        middle + (number - (len(members) - 1) / 2) * least
        for middle, members in groups
        for number in range(len(members))
    ]


def clear(upper: tuple[float, list[float]], lower: tuple[float, list[float]], least: float) -> bool:
    return lower[0] - upper[0] >= least * (len(upper[1]) + len(lower[1])) / 2


def bars(title: str, rows: Sequence[tuple[str, Sequence[tuple[str, float]]]], unit: str) -> str:
    """A bar for each row, divided into named parts as shares of its sum, which stands at its end."""
    names = list(dict.fromkeys(name for _, parts in rows for name, _ in parts))
    wide, height = WIDTH - LEFT - 110, 96 + 44 * len(rows)
    parts = key(names, wide)
    for number, (label, values) in enumerate(rows):
        total, y = sum(value for _, value in values), 84 + 44 * number
        parts.append(text(LEFT - 8, y + 18, label, "end"))
        parts += stack(values, names, y, wide / total if total else 0)
        parts.append(text(LEFT + wide + 8, y + 18, f"{short(total)} {unit}", "start"))
    return drawing(title, height, parts)


def stack(values: Sequence[tuple[str, float]], names: Sequence[str], y: float, scale: float) -> list[str]:
    """The parts of one bar, with their percentages where there is room."""
    parts, x, whole = [], float(LEFT), sum(value for _, value in values)
    for name, value in values:
        wide = value * scale
        parts.append(f'<rect class="bar b{names.index(name) % 5}" x="{x:.1f}" y="{y}" width="{wide:.1f}" height="28"/>')
        if wide > 34:
            parts.append(text(x + wide / 2, y + 18, f"{100 * value / whole:.0f} %", "middle", "inside"))
        x += wide
    return parts


def key(names: Sequence[str], wide: float) -> list[str]:
    """What the colours of the bars mean."""
    step = wide / max(len(names), 1)
    parts = []
    for number, name in enumerate(names):
        x = LEFT + number * step
        parts.append(f'<rect class="bar b{number % 5}" x="{x:.1f}" y="48" width="12" height="12"/>')
        parts.append(text(x + 18, 58, name, "start"))
    return parts


def short(value: float) -> str:
    """A figure of two or three digits: 0.015, 4.2, 320, 45k, 1M."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e4, "k")):
        if value >= size:
            return short(value / (1e3 if letter == "k" else size)) + letter
    if value >= 1000:
        return f"{value:,.0f}"
    digits = max(0, 1 - floor(log10(value))) if value else 0
    written = f"{value:.{min(digits, 4)}f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def text(x: float, y: float, words: str, anchor: str, kind: str = "") -> str:
    added = f' class="{kind}"' if kind else ""
    return f'<text{added} x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def drawing(title: str, height: int, parts: Iterable[str]) -> str:
    """The whole file."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{escape(title, {chr(34): "&quot;"})}">'
    )
    ground = f'<rect class="ground" width="{WIDTH}" height="{height}" rx="8"/>'
    return "\n".join((head, style(), ground, text(20, 28, title, "start", "title"), *parts, "</svg>")) + "\n"


def style() -> str:
    dark = f"@media (prefers-color-scheme:dark){{{colours('#14181d', '#e2e6ea', '#363d45', DARK)}}}"
    return f"<style>{colours('#ffffff', '#1f2328', '#d9dee3', LIGHT)}{SHAPES}{dark}</style>"


def colours(ground: str, ink: str, faint: str, palette: Sequence[str]) -> str:
    each = "".join(
        f".s{number}{{stroke:{colour};fill:{colour}}}.b{number},text.n{number}{{fill:{colour}}}"
        for number, colour in enumerate(palette)
    )
    plain = f".ground,.quoted,text.inside{{fill:{ground}}}.grid{{stroke:{faint}}}"
    return f"text{{fill:{ink}}}{each}{plain}"


SHAPES = (
    "text{font:13px system-ui,sans-serif}.title{font-size:16px;font-weight:600}.name{font-weight:600}"
    ".grid{stroke-width:1;fill:none}.line{fill:none!important;stroke-width:2}.point{stroke-width:2}"
    ".line.quoted{stroke-dasharray:5 4}"
)
