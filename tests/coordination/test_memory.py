"""What is put aside comes back as it was, however it is looked at, and leaves nothing behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import crowd, events, ring

from inconcert.coordination.coding import Roll, as_text, encode
from inconcert.coordination.memory import in_file, mapped, put_aside, rest
from inconcert.coordination.references import Aside, references
from inconcert.coordination.ties import search
from inconcert.coordination.waiting import Waiting
from inconcert.settings import DEFAULTS

if TYPE_CHECKING:
    from pathlib import Path

NAMES = st.lists(st.text(max_size=6), min_size=1, max_size=30)


def test_an_array_in_a_file_keeps_what_was_written_and_leaves_no_file(tmp_path: Path) -> None:
    made = mapped(3_000, np.int32, tmp_path / "spill")
    made[:] = np.arange(3_000)
    rest(made, made[5:])
    assert np.array_equal(made, np.arange(3_000))
    assert in_file(made[7:9]) is not None
    assert in_file(made.copy()) is None
    assert not list((tmp_path / "spill").iterdir())


def test_nothing_needs_no_file() -> None:
    assert put_aside(np.empty(0, np.int64), None).size == 0


@given(st.lists(st.lists(st.integers(0, 99), max_size=9), max_size=9), st.sampled_from([0, 40, 10**6]))
def test_rows_that_wait_come_back_in_their_order_and_once(blocks: list[list[int]], held: int) -> None:
    waiting = Waiting({"n": np.int32, "half": np.float64}, held)
    for block in blocks:
        waiting.add({"n": np.array(block, np.int32), "half": np.array(block) / 2})
    every = [n for block in blocks for n in block]
    assert [n for block in waiting.blocks("n") for n in block["n"].tolist()] == every
    assert [n for block in waiting.drained() for n in (2 * block["half"]).astype(int).tolist()] == every
    assert not list(waiting.blocks())


@given(NAMES, st.data())
def test_names_in_arrow_are_picked_out_as_from_an_array(names: list[str], data: Any) -> None:
    _, roll = encode(pa.chunked_array([pa.array(names, pa.string())]))
    plain = np.asarray(roll)
    assert isinstance(roll, Roll)
    assert roll.tolist() == list(roll) == plain.tolist() == sorted(set(names), key=str.encode)
    codes = np.array(data.draw(st.lists(st.integers(0, roll.size - 1), max_size=9)), np.int32)
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=roll.size, max_size=roll.size)))
    assert roll[codes].tolist() == roll.chosen(codes).tolist() == plain[codes].tolist()
    assert roll[mask].tolist() == plain[mask].tolist()
    assert roll[1:3].tolist() == plain[1:3].tolist()
    assert roll[0] == plain[0]
    assert as_text(roll).to_pylist() == plain.tolist()
    asked = [*names, "not among them"]
    assert [roll[code] for code in roll.codes(asked).tolist()] == names


@given(NAMES, st.integers(1, 9), st.data())
def test_references_in_files_are_those_in_memory(names: list[str], group: int, data: Any) -> None:
    file = pa.BufferOutputStream()
    pq.write_table(pa.table({"post": range(len(names)), "post_ref": names}), file, row_group_size=group)
    held, aside = (references(pa.BufferReader(file.getvalue()), most) for most in (10**9, -1))  # type: ignore[arg-type]
    wanted = pa.array(data.draw(st.lists(st.integers(0, len(names) - 1), max_size=20)), pa.int64())
    assert isinstance(aside, Aside)
    assert aside.take(wanted).to_pylist() == held.take(wanted).to_pylist()


@pytest.mark.parametrize("several", [False, True])
def test_a_search_that_puts_everything_aside_writes_the_same_ties(
    several: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(3)
    found = events(crowd(rng) + ring(rng, 8, 9, 60.0))
    settings = DEFAULTS if several else replace(DEFAULTS, windows=(600.0,), audiences=(10**9,))
    monkeypatch.setattr("inconcert.coordination.shortlist.FEW", 0)
    told = []
    for memory in ("2GB", "100B"):
        seen = search("x", found, replace(settings, memory=memory), rarity=several, spill=tmp_path / "spill")
        assert seen.events.is_aside == (memory == "100B")
        told.append((pa.concat_tables(seen.tables(5)), seen.account | {"spilled": seen.account["spilled"] > 0}))
    (whole, account), (aside, other) = told
    assert whole.num_rows > 0
    assert aside.equals(whole)
    assert other == account | {"spilled": True}
    assert not list((tmp_path / "spill").iterdir())
