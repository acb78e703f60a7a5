from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from inconcert.evaluate.bench import Bench
from inconcert.evaluate.measures import EQUAL
from inconcert.evaluate.parity import FOLDER, PARITY, edge_rows, pair_rows, small

if TYPE_CHECKING:
    from pathlib import Path

CASE = "case__"
INPUT = "object_id,account_id,content_id,timestamp_share\no,A,p1,0\no,B,p2,4\nq,A,p3,50\nq,B,p4,51\n"
PAIRS = "object_id,content_id,content_id_y,time_delta,account_id,account_id_y\no,p1,p2,4,A,B\nq,p3,p4,1,A,B\n"
EDGES = (
    "from,to,weight,avg_time_delta,n_content_id,n_content_id_y,edge_symmetry_score,object_ids,weight_threshold\n"
    'A,B,2,2.5,2,2,1,"q,o",0\n'
)
RULES = "time_window=10,min_participation=2,remove_loops=TRUE,edge_weight=0.5\n"


def case(folder: Path, pairs: str = PAIRS, edges: str = EDGES) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in {"params.txt": RULES, "input.csv": INPUT, "pairs.csv": pairs, "edges.csv": edges}.items():
        (folder / f"{CASE}{name}").write_text(text, "utf-8")
    return folder


def test_what_is_equal_is_so_in_any_order_of_rows_and_objects(tmp_path: Path) -> None:
    head, first, second, _ = PAIRS.split("\n")
    assert list(small(case(tmp_path))) == [(True, 2, 1)]
    assert list(small(case(tmp_path, pairs="\n".join([head, second, first]) + "\n"))) == [(True, 2, 1)]


def test_one_different_cell_is_not_equal(tmp_path: Path) -> None:
    for old, new in (("p2,4", "p2,5"), ("q,p3", "o,p3"), ("q,p3,p4,1,A,B\n", "")):
        assert next(iter(small(case(tmp_path, pairs=PAIRS.replace(old, new)))))[0] is False
    for old, new in (("2.5", "2.6"), ('"q,o",0', '"q,o",1'), ('"q,o"', '"q,r"')):
        assert next(iter(small(case(tmp_path, edges=EDGES.replace(old, new)))))[0] is False


def test_a_row_that_comes_twice_counts_twice() -> None:
    pair = {"object_id": None, "content_id": "p", "content_id_y": "q", "account_id": "a", "account_id_y": "b"}
    rows = [pair | {"time_delta": 1.0}]
    assert pair_rows(rows) != pair_rows(rows * 2)
    assert pair_rows(rows) == pair_rows([pair | {"object_id": "", "time_delta": "1"}])
    assert edge_rows([], "edge_symmetry_score") == {}


def test_the_real_cases_are_counted(data: Path, tmp_path: Path) -> None:
    source = data / FOLDER
    target = tmp_path / "data" / FOLDER
    shutil.copytree(source, target)
    wrong = next(target.glob("*__pairs.csv"))
    wrong.write_text(wrong.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    answers = list(small(target))
    assert sum(not same for same, _, _ in answers) == 1
    assert all(same for same, _, _ in small(source))


def test_the_set_says_how_many_cases_are_equal(data: Path, tmp_path: Path) -> None:
    scored = PARITY[0].score(Bench(tmp_path, data))
    (equal,) = [figure for figure in scored.figures if figure.measure == EQUAL]
    assert equal.value == equal.n == 17
