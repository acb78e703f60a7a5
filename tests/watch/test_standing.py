from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from watched import FAST, crowd, ring, write

from inconcert.casework import Actor, Casebook, Desk, verify
from inconcert.casework.local import local_url
from inconcert.errors import Locked
from inconcert.store.folder import Folder
from inconcert.watch import standing
from inconcert.watch.standing import Watch, alone, running, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder.create(tmp_path / "inv", "spring")


@pytest.fixture
def desk(folder: Folder) -> Iterator[Desk]:
    book = Casebook.open(local_url(folder.path))
    yield book.desk(Actor("Ada", frozenset({"investigator"}), "test"))
    book.close()


class Fakes:
    """An investigation whose runs find what a test says, so that no search is waited for."""

    def __init__(self, path: Path) -> None:
        self.path, self.networks, self.run = path, list[dict[str, Any]](), 0

    def __call__(self, folder: Folder) -> Fakes:
        return self

    def add(self, file: str, progress: Any) -> list[Any]:
        self.run += 1
        return []

    def detect(self, **_: Any) -> Fakes:
        self.path = self.path.with_name(f"run-{self.run}")
        return self

    @property
    def data(self) -> dict[str, Any]:
        return {"networks": self.networks}


def network(name: str, *members: int) -> dict[str, Any]:
    listed = [{"platform": "x", "account_id": str(one)} for one in members]
    return {"id": name, "size": len(members), "grade": "B", "alert": False, "why": ["Because."], "members": listed}


@pytest.fixture
def found(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fakes:
    made = Fakes(tmp_path / "run-0")
    monkeypatch.setattr(standing, "Investigation", made)
    monkeypatch.setattr(Folder, "sources", lambda _: [{"source": "a"}])
    return made


def test_two_watches_never_run_on_one_folder(folder: Folder) -> None:
    assert not running(folder)
    with alone(folder):
        assert running(folder)
        with pytest.raises(Locked, match="another watch"), alone(folder):
            pass
    assert not running(folder)


def test_a_round_is_compared_with_the_one_before(folder: Folder, desk: Desk, found: Fakes, tmp_path: Path) -> None:
    watch = Watch(folder, desk, [str(tmp_path / "in")])
    found.networks = [network("a", 1, 2, 3, 4)]
    first = watch.look()
    assert [alert.kind for alert in first.alerts] == ["new"]
    assert not watch.look().new
    write(tmp_path / "in" / "b.jsonl", crowd(2, 2))
    found.networks = [network("b", 1, 2, 3, 5), network("c", 7, 8, 9)]
    second = watch.look()
    assert [(alert.kind, alert.network_id) for alert in second.alerts] == [("new", "c")]
    assert len(desk.alerts()) == 2


def test_killed_before_a_round_is_kept_it_is_done_again_and_told_once(
    folder: Folder, desk: Desk, found: Fakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found.networks = [network("a", 1, 2, 3, 4)]
    with monkeypatch.context() as killed:
        killed.setattr(Desk, "raise_alerts", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            Watch(folder, desk, []).look()
    assert desk.alerts() == []
    again = Watch(folder, desk, []).look()
    assert len(again.alerts) == 1


def test_killed_after_a_round_is_kept_nothing_is_told_again(folder: Folder, desk: Desk, found: Fakes) -> None:
    found.networks = [network("a", 1, 2, 3, 4)]
    Watch(folder, desk, []).look()
    assert not Watch(folder, desk, []).look().new
    assert len(desk.alerts()) == 1


def test_an_alert_that_was_closed_stays_closed(folder: Folder, desk: Desk, found: Fakes, tmp_path: Path) -> None:
    found.networks = [network("a", 1, 2, 3, 4)]
    watch = Watch(folder, desk, [str(tmp_path / "in")])
    first = watch.look()
    desk.close_alert(first.alerts[0].id, "Known to us.")
    write(tmp_path / "in" / "b.jsonl", crowd(2, 2))
    second = watch.look()
    assert second.alerts == ()
    assert desk.alerts() == []


def test_it_says_what_it_watches(folder: Folder, desk: Desk, found: Fakes) -> None:
    said = list[Any]()
    Watch(folder, desk, ["in/"]).stand(600, said.append, once=True)
    assert len(said) == 1
    assert told(folder)["sources"] == ["in/"]
    assert told(folder)["next_at"] is None


@pytest.mark.slow
def test_a_ring_that_arrives_is_told_and_then_its_growth(folder: Folder, desk: Desk, tmp_path: Path) -> None:
    watch = Watch(folder, desk, [str(tmp_path / "in")], last=None, settings=dict(FAST))
    write(tmp_path / "in" / "a.jsonl", crowd(60, 400) + ring(0, 8, 10, seed=1))
    first = watch.look()
    assert [alert.kind for alert in first.alerts] == ["new"]
    write(tmp_path / "in" / "b.jsonl", ring(0, 13, 6, seed=2, day=1))
    write(tmp_path / "in" / "broken.parquet", [])
    (tmp_path / "in" / "broken.parquet").write_bytes(b"PAR1 and nothing")
    second = watch.look()
    assert [alert.kind for alert in second.alerts] == ["grown"]
    assert verify(local_url(folder.path)).ok
