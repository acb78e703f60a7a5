"""Reworded texts get one name whatever the order of posts, files and days; without the extra nothing is claimed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from inconcert.investigation import Investigation
from inconcert.normalise import vectors
from inconcert.signals import finishing, making
from inconcert.signals.reworded import Reworded

if TYPE_CHECKING:
    from pathlib import Path

SAID = {
    "en": (
        "The old bridge over the river will be closed from Monday because the city needs to repair its pillars",
        "City repairs on the pillars mean that the old bridge across the river shuts on Monday",
        "The old bridge over the river will not be closed from Monday because the city need not repair its pillars",
    ),
    "de": (
        "Freiwillige haben am Wochenende mehr als zweitausend Bäume entlang der Autobahn gepflanzt",
        "Am Wochenende pflanzten ehrenamtliche Helfer gut zweitausend junge Bäume an der Autobahn",
        "Freiwillige haben am Wochenende mehr als zweitausend Bäume entlang der Autobahn gefällt",
    ),
    "fr": (
        "Un homme a été arrêté mardi après un incendie qui a détruit trois magasins près de la gare centrale",
        "La police a interpellé mardi un homme après le feu qui a ravagé trois boutiques à côté de la gare centrale",
        "Aucun homme n'a été arrêté mardi après un incendie qui a détruit trois magasins près de la gare centrale",
    ),
    "ru": (
        "Во вторник задержали мужчину после пожара, который уничтожил три магазина у центрального вокзала",
        "После того как у центрального вокзала сгорели три лавки, во вторник был задержан мужчина",
        "Во вторник не задержали мужчину после пожара, который уничтожил три магазина у центрального вокзала",
    ),
    "es": (
        "Voluntarios plantaron más de dos mil árboles junto a la autopista el fin de semana pasado",
        "Más de dos mil árboles fueron plantados por voluntarios al lado de la autopista el pasado fin de semana",
        "Voluntarios talaron más de dos mil árboles junto a la autopista el fin de semana pasado",
    ),
    "zh": (
        "卫生部门今天早上表示，城市北部地区的自来水可以再次安全饮用",
        "今天早晨卫生部门通知说，北部城区的自来水恢复安全，居民可以饮用",
        "卫生部门今天早上表示，城市北部地区的自来水不可以安全饮用",
    ),
}
"""Of each language a message, another wording of it, and a text that says the opposite in nearly the same words."""


def rows(*texts: str, lang: str | None = None) -> list[dict[str, Any]]:
    return [{"account_id": f"a{number}", "text": text, "lang": lang} for number, text in enumerate(texts)]


@pytest.mark.reworded
@pytest.mark.parametrize("lang", SAID)
def test_other_words_are_one_message_and_the_opposite_is_another(lang: str, bench: Any) -> None:
    one, other, opposite = (row["text_reworded"] for row in bench.features(rows(*SAID[lang], lang=lang)))
    assert one == other is not None
    assert opposite is None


@pytest.mark.reworded
def test_a_translation_is_the_same_message(bench: Any) -> None:
    told = [row["text_reworded"] for row in bench.features(rows(SAID["fr"][0], SAID["ru"][0], SAID["es"][0]))]
    assert told[0] == told[1] is not None
    assert told[2] is None


@pytest.mark.reworded
def test_made_up_words_mean_nothing_to_the_model(bench: Any) -> None:
    words = "zota dekina febabi dako zibazo zevuro mubo veko dine tutebe"
    told = bench.features(rows(words, "lomi harepu sodike wanu gatipe rubo celadi fomu teki nasope", lang="en"))
    assert [row["text_reworded"] for row in told] == [None, None]


@pytest.mark.reworded
def test_a_language_the_model_does_not_know_is_left_out(bench: Any) -> None:
    told = bench.features(rows(*SAID["es"][:2], lang="ca"))
    assert [row["text_reworded"] for row in told] == [None, None]


@pytest.mark.reworded
def test_copies_without_another_wording_are_a_message_too_and_a_text_alone_is_not(bench: Any) -> None:
    told = bench.features(rows(SAID["en"][0], SAID["en"][0], SAID["de"][0]))
    assert told[0]["text_reworded"] == told[1]["text_reworded"] is not None
    assert told[2]["text_reworded"] is None
    assert bench.told["clusters of reworded texts"] == 0


def test_without_the_extra_it_stands_back_and_says_so(bench: Any) -> None:
    assert bench.actions(Reworded(), rows(*SAID["en"])) == []
    assert bench.told["says"] == [
        "reworded stood back: the extra `inconcert[reworded]` is not installed, without which nothing tells what a "
        "sentence means."
    ]


@pytest.mark.reworded
def test_with_the_extra_it_says_nothing(bench: Any) -> None:
    assert len(bench.actions(Reworded(), rows(*SAID["en"]))) == 2
    assert bench.told["says"] == []


@pytest.mark.reworded
@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(order=st.permutations(range(36)), batch=st.integers(3, 40))
def test_neither_the_order_of_posts_nor_batches_matter(order: list[int], batch: int, bench: Any, posts: Any) -> None:
    texts = [text for said in SAID.values() for text in said] * 2
    table = posts(rows(*texts))
    whole = bench.features(table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "BATCH", batch)
        patch.setattr(finishing, "SLAB", batch)
        assert bench.features(table.take(order)) == whole
    assert sum(row["text_reworded"] is not None for row in whole) == 36


@pytest.mark.reworded
def test_neither_the_order_of_files_nor_days_matter(tmp_path: Path, posts: Any) -> None:
    texts = [text for said in SAID.values() for text in said]
    table = posts([{**row, "seconds": 86_400 * number} for number, row in enumerate(rows(*texts))])
    parts = [table.take(list(range(start, len(texts), 3))) for start in range(3)]
    for number, part in enumerate(parts):
        parquet.write_table(part.drop_columns(["source", "row"]), tmp_path / f"{number}.parquet")
    found = [_reworded(tmp_path, name, order) for name, order in (("one", (0, 1, 2)), ("two", (2, 0, 1)))]
    stepwise = _reworded(tmp_path, "three", (1, 2, 0), stepwise=True)
    assert found[0] == found[1] == stepwise
    assert len([name for name in found[0] if name]) >= 2 * len(SAID)


@pytest.mark.reworded
def test_installing_the_extra_makes_a_new_run_and_only_for_those_who_ask(
    tmp_path: Path, posts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    parquet.write_table(posts(rows(*SAID["en"])).drop_columns(["source", "row"]), tmp_path / "posts.parquet")
    case = Investigation.create(tmp_path / "case")
    case.add(tmp_path / "posts.parquet")

    def run(signal: str) -> tuple[str, dict[str, str]]:
        path = case.detect(signals=[signal], shuffles=1).path
        return path.name, json.loads((path / "manifest.json").read_text("utf-8"))["libraries"]

    reworded, text = run("reworded"), run("same_text")
    assert vectors.PACKAGE in reworded[1]
    assert vectors.PACKAGE not in text[1]
    monkeypatch.setattr(vectors, "available", lambda: None)
    assert run("reworded")[0] != reworded[0]
    assert run("same_text")[0] == text[0]


def _reworded(folder: Path, name: str, order: tuple[int, ...], *, stepwise: bool = False) -> list[Any]:
    """The column of an investigation to which files were added in some order, with a run after each when stepwise."""
    case = Investigation.create(folder / name)
    for number in order:
        case.add(folder / f"{number}.parquet")
        if stepwise:
            case.detect(signals=["reworded"], shuffles=1)
    found = case.detect(signals=["reworded"], shuffles=1)
    table = pa.concat_tables([parquet.read_table(path, columns=["post_ref", "text_reworded"])
                              for path in found.path.glob("features.parquet")])  # fmt: skip
    return table.sort_by("post_ref")["text_reworded"].to_pylist()
