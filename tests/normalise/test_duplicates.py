"""Near-duplicates: nothing false, nearly nothing missed, no chains, the same in any batches."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from inconcert.normalise import kernels
from inconcert.normalise.duplicates import LEAST, NearTexts, near

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = """
    river bridge council vote town summer market school garden winter street people music letter window morning
    travel kitchen doctor engine forest island planet silver basket planet singer hammer cotton button
"""
WORDS = _WORDS.split()


def sentence(draw: random.Random, length: int = 16) -> str:
    return " ".join(draw.choice(WORDS) + str(draw.randrange(40)) for _ in range(length))


def edited(draw: random.Random, text: str, edits: int) -> str:
    words = text.split()
    for _ in range(edits):
        words[draw.randrange(len(words))] = draw.choice(WORDS)
    return " ".join(words)


@cache
def shingles(text: str, width: int = 5) -> frozenset[str]:
    return frozenset(text[at : at + width] for at in range(len(text) - width + 1))


def alike(one: str, other: str, width: int = 5) -> float:
    a, b = shingles(one, width), shingles(other, width)
    return len(a & b) / len(a | b)


@pytest.fixture(scope="module")
def world() -> list[str]:
    draw = random.Random(3)
    bases = [sentence(draw) for _ in range(400)]
    return sorted({*bases, *(edited(draw, base, draw.randrange(1, 7)) for base in bases for _ in range(3))})


def test_every_member_resembles_its_representative(world: list[str], tmp_path: Path) -> None:
    reps = near(world, tmp_path)
    assert all(reps[rep] == rep for rep in reps)
    assert all(alike(text, world[rep]) >= LEAST for text, rep in zip(world, reps, strict=True))


def test_hardly_a_near_text_is_left_alone(world: list[str], tmp_path: Path) -> None:
    """Against brute force: a text with a near one must not stand alone, and representatives are not alike."""
    reps = near(world, tmp_path)
    pairs = [(a, b) for a, b in combinations(range(len(world)), 2) if alike(world[a], world[b]) >= LEAST]
    assert len(pairs) > 300
    unmet = [(a, b) for a, b in pairs if reps[a] == a and reps[b] == b]
    assert len(unmet) <= 0.005 * len(pairs)
    together = sum(reps[a] == reps[b] for a, b in pairs)
    assert together >= 0.9 * len(pairs)


def test_batches_do_not_matter(world: list[str], tmp_path: Path) -> None:
    batched = NearTexts(tmp_path)
    for start in range(0, len(world), 97):
        batched.add(world[start : start + 97])
    found = batched.clusters().tolist()
    (tmp_path / "whole").mkdir()
    assert found == near(world, tmp_path / "whole")


def test_clusters_do_not_chain(tmp_path: Path) -> None:
    draw = random.Random(5)
    words = sentence(draw, 20).split()
    chain = [" ".join(words)]
    for at in range(20):
        words[at] = f"{words[at][::-1]}"
        chain.append(" ".join(words))
    reps = near(chain, tmp_path)
    assert all(alike(one, other) >= LEAST for one, other in pairwise(chain))
    assert reps[0] != reps[-1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "市议会今晚投票通过了新桥的建设方案大家都很高兴地庆祝",
            "市议会今晚投票通过了新桥的建设方案大家都非常高兴地庆祝",
        ),
        (
            "صوت مجلس المدينة الليلة لصالح بناء الجسر الجديد فوق النهر",
            "صوت مجلس المدينة الليلة لصالح بناء الجسر الجديد فوق النهر الكبير",
        ),
        ("สภาเมืองลงมติเห็นชอบการก่อสร้างสะพานใหม่ในคืนนี้แล้ว", "สภาเมืองลงมติเห็นชอบการก่อสร้างสะพานใหม่ในคืนนี้"),
    ],
)
def test_scripts_without_latin_letters(one: str, other: str, tmp_path: Path) -> None:
    assert near([one, other, "something else entirely about gardens and music"], tmp_path) in ([0, 0, 2], [1, 1, 2])


def test_nothing_in_nothing_out(tmp_path: Path) -> None:
    assert near([], tmp_path) == []
    (tmp_path / "one").mkdir()
    assert near(["a"], tmp_path / "one") == [0]


def test_the_shingle_width_follows_the_script() -> None:
    for text, width in (("abcdefgh", 5), ("市议会今晚投票通过", 3)):
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        _, stops = kernels.shingle(codes, np.array([len(text)]))
        assert stops[0] == len(shingles(text, width))
