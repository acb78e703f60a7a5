"""Near-duplicates: nothing false, nearly nothing missed, no chains, the same in any batches."""

from __future__ import annotations

import random
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from likeness import pairs_alike

from inconcert.normalise import duplicates, kernels
from inconcert.normalise.duplicates import LEAST, NearTexts, near

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
    pairs = list(pairs_alike([shingles(text) for text in world], LEAST))
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


ALPHABETS = ("abdeginorst", "авдеиноркст", "ابتدرسعلمنوي", "市议会今晚投票通过了新桥的建设方案大家都很高兴")


@st.composite
def families(draw: st.DrawFn) -> list[str]:
    """Texts of one script, some of them edited copies of others, in an order of their own."""
    random_ = draw(st.randoms(use_true_random=False))
    alphabet = draw(st.sampled_from(ALPHABETS))
    texts = set()
    for _ in range(draw(st.integers(1, 8))):
        base = [random_.choice(alphabet) for _ in range(random_.randrange(30, 90))]
        for _ in range(draw(st.integers(0, 9))):
            copy = list(base)
            for _ in range(random_.randrange(8)):
                copy[random_.randrange(len(copy))] = random_.choice(alphabet)
            texts.add("".join(copy))
    return sorted(texts)


def join(texts: list[str]) -> list[tuple[int, int]]:
    """Every pair that is alike: the exact join."""
    widths = [3 if "\u3040" <= text[0] <= "\u9fff" else 5 for text in texts]
    return [(a, b) for a, b in combinations(range(len(texts)), 2) if alike(texts[a], texts[b], widths[a]) >= LEAST]


@settings(max_examples=40)
@given(families(), st.integers(1, 7), st.booleans())
def test_small_sets_are_joined_exactly_in_any_batches_and_with_any_memory(
    texts: list[str], batch: int, spill: bool
) -> None:
    with TemporaryDirectory() as folder:
        texts = texts or ["nothing"]
        found = NearTexts(Path(folder), memory=0 if spill else duplicates.MEMORY)
        for start in range(0, len(texts), batch):
            found.add(texts[start : start + batch])
        reps = found.clusters().tolist()
        assert found.disk == sum(len(text.encode()) for text in texts) + len(texts) * 4 * (kernels.BANDS + 8)
    pairs = join(texts)
    met = {index for pair in pairs for index in pair}
    alone = {index for index, rep in enumerate(reps) if reps.count(rep) == 1}
    assert {(min(pair), max(pair)) for pair in enumerate(reps) if pair[0] != pair[1]} <= set(pairs)
    # A text may stay alone beside a like one only when that one belongs to a representative that is unlike the text.
    assert all(any(reps[b] != b for b in _friends(a, pairs)) for a in met & alone)


def _friends(text: int, pairs: list[tuple[int, int]]) -> set[int]:
    return {other for pair in pairs if text in pair for other in pair} - {text}


def _crowd(size: int) -> list[str]:
    """Copies of one text with a word or two changed: a group too large to compare all pairs."""
    draw = random.Random(11)
    base = sentence(draw, 24)
    return sorted({edited(draw, base, 1 + number % 5) for number in range(size)})


def test_large_groups_keep_what_small_ones_promise(tmp_path: Path) -> None:
    texts = _crowd(4 * kernels.SMALL)
    reps = near(texts, tmp_path)
    assert all(alike(text, texts[rep]) >= LEAST for text, rep in zip(texts, reps, strict=True))
    lone = [index for index, rep in enumerate(reps) if reps.count(rep) == 1]
    pairs = join(texts)
    assert len(texts) - len(lone) > 2 * kernels.SMALL
    assert all(any(reps[other] != other for other in _friends(one, pairs)) for one in lone if _friends(one, pairs))


def test_how_many_groups_are_settled_at_once_does_not_matter(
    world: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = sorted({*world, *_crowd(100)})
    (tmp_path / "one").mkdir()
    whole = near(texts, tmp_path / "one")
    monkeypatch.setattr(duplicates, "LETTERS", 300)
    monkeypatch.setattr(duplicates, "PIECE", 70)
    assert near(texts, tmp_path) == whole


def test_groups_say_how_far_chains_would_reach(tmp_path: Path) -> None:
    draw = random.Random(5)
    words = sentence(draw, 20).split()
    chain = []
    for at in range(20):
        words[at] = words[at][::-1]
        chain.append(" ".join(words))
    found = NearTexts(tmp_path)
    found.add([*chain, "something else entirely about gardens and music"])
    reps = found.clusters().tolist()
    assert list(found.groups) == [20]
    assert 2 < len(set(reps)) < 20


def test_what_is_not_compared_is_counted() -> None:
    draw = np.random.default_rng(1)
    many = kernels.LEADERS + 10
    sketches = draw.integers(0, 2**63, (many, 4), dtype=np.uint64)
    parents = np.arange(many, dtype=np.int32)
    assert kernels.join(np.arange(many, dtype=np.uint64), sketches, parents) == 10
    assert kernels.join(np.arange(many, dtype=np.uint64) << np.uint64(32), sketches, parents) == 0


def test_sketches_are_compared_by_their_signs() -> None:
    draw = np.random.default_rng(2)
    sketches = draw.integers(0, 2**64, (50, 4), dtype=np.uint64)
    sketches[1] = sketches[0]
    sketches[2] = sketches[0] ^ np.uint64(0xF000000000000001)
    signs = sketches[:, :, None] >> np.arange(0, 64, 4, dtype=np.uint64) & np.uint64(15)
    for one, other in combinations(range(50), 2):
        assert kernels.equal_signs(sketches, one, other) == (signs[one] == signs[other]).sum()


def test_entries_are_sorted_by_key_as_they_came() -> None:
    keys = np.random.default_rng(3).integers(0, 2**32, 5000, dtype=np.uint64) % np.uint64(977) * np.uint64(4_000_037)
    entries = keys << np.uint64(32) | np.arange(5000, dtype=np.uint64)
    assert kernels.sort(entries.copy(), np.empty_like(entries)).tolist() == sorted(entries.tolist())
