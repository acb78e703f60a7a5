"""No hidden figure can be worked out from all that is shown: an attacker with a solver tries it."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from inconcert.audits.affiliation.hiding import LIMIT, Figure, Problem, hidden
from inconcert.audits.affiliation.people import CLASSES, STATED, Person
from inconcert.audits.affiliation.run import ALL, MATCHED, PEOPLE, _classes, _tables

counts = st.integers(0, 9) | st.integers(0, 60)


@st.composite
def crowds(draw):
    people = []
    for unit in range(draw(st.integers(1, 3))):
        for kind in CLASSES:
            for _ in range(draw(counts)):
                group = draw(st.sampled_from(["ovra", "lumen"])) if kind in STATED else ""
                people.append(Person(f"unit {unit}", kind, group))
    return people


def attack(told, stated):
    """For every hidden figure the least and the most that it could be, from nothing but what was told."""
    whole, unconfirmed, units, groups = told
    kinds = (*stated, "unconfirmed", "none")
    at = {(row.unit, kind): n for n, (row, kind) in enumerate((row, kind) for row in units for kind in kinds)}
    rest = len(at)
    size = rest + len(groups) + 1
    columns = {PEOPLE: kinds, MATCHED: stated, "others": kinds[len(stated) :], **{kind: (kind,) for kind in stated}}

    def vector(unit, column):
        made = np.zeros(size)
        for row in units if unit == ALL else [one for one in units if one.unit == unit]:
            made[[at[row.unit, kind] for kind in columns.get(column, (column,))]] = 1
        return made

    known, values, secret = [], [], []
    for row in (whole, *units):
        for column in (PEOPLE, MATCHED, *stated, "others"):
            number = row.counts.get(column)
            if number is None:
                secret.append((row.unit, column))
            else:
                known.append(vector(row.unit, column))
                values.append(number)
    if unconfirmed is not None:
        known.append(vector(ALL, "unconfirmed"))
        values.append(unconfirmed)
    for place, (_, number) in enumerate(groups):
        known.append(np.eye(size)[rest + place])
        values.append(number)
    known.append(vector(ALL, MATCHED) - np.concatenate([np.zeros(rest), np.ones(size - rest)]))
    values.append(0)
    for name in secret:
        aim = vector(*name)
        ends = [linprog(sign * aim, A_eq=np.array(known), b_eq=values, bounds=(0, 1000)) for sign in (1, -1)]
        yield name, ends[0].fun, -ends[1].fun


@given(crowds())
@settings(max_examples=8)
def test_what_is_hidden_could_be_nobody_or_many(people):
    if not people:
        return
    merged, stated = _classes(people)
    told = _tables(merged, stated)
    whole, _, units, groups = told
    shown = [number for row in (whole, *units) for number in row.counts.values() if number is not None]
    assert all(number >= LIMIT for number in [*shown, *(number for _, number in groups)])
    truth = {(row.unit, kind): sum(one.unit == row.unit and one.kind == kind for one in merged)
             for row in units for kind in (*stated, "unconfirmed", "none")}  # fmt: skip
    for (unit, column), least, most in attack(told, stated):
        inside = {PEOPLE: (*stated, "unconfirmed", "none"), MATCHED: stated,
                  "others": ("unconfirmed", "none")}.get(column, (column,))  # fmt: skip
        real = sum(number for (one, kind), number in truth.items() if unit in (ALL, one) and kind in inside)
        if real < LIMIT:
            assert least < 0.5, (unit, column)
            assert most > LIMIT - 0.5, (unit, column)


def test_the_attack_can_succeed():
    """Hiding the small figure alone does not do: the total gives it away."""
    figures = [Figure(("a",), frozenset({0}), 3, 0), Figure(("b",), frozenset({1}), 20, 0),
               Figure(("c",), frozenset({2}), 30, 0), Figure(("all",), frozenset({0, 1, 2}), 53, 9)]  # fmt: skip
    gone = hidden(Problem(3, figures))
    assert gone == {("a",), ("b",)}


def test_large_figures_are_all_shown():
    figures = [Figure(("a",), frozenset({0}), 30, 0), Figure(("all",), frozenset({0, 1}), 53, 9)]
    assert hidden(Problem(2, figures)) == set()


@given(st.permutations(range(5)))
@settings(max_examples=10)
def test_the_order_of_figures_does_not_matter(order):
    figures = [Figure((name,), frozenset({at}), value, 0) for at, (name, value) in
               enumerate([("a", 2), ("b", 9), ("c", 9), ("d", 40)])]  # fmt: skip
    figures.append(Figure(("all",), frozenset(range(4)), 60, 9))
    assert hidden(Problem(4, [figures[place] for place in order])) == {("a",), ("b",)}
