"""How often something may be tried."""

from __future__ import annotations

import time
from collections import deque
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEYS = 50_000
"""Names and addresses that are remembered; beyond, the oldest are forgotten."""


class Limit:
    """Counts failures of a key (a name, an address) in a sliding window."""

    def __init__(self, most: int, window: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow ``most`` failures of a key in ``window`` seconds."""
        self._most, self._window, self._clock = most, window, clock
        self._failures: dict[str, deque[float]] = {}
        self._lock = Lock()

    def wait(self, *keys: str) -> float:
        """Seconds until all keys may try again; 0 when they may now."""
        with self._lock:
            return max((self._wait(key) for key in keys), default=0.0)

    def failed(self, *keys: str) -> None:
        """Count a failure of each key."""
        with self._lock:
            for key in keys:
                self._failures.setdefault(key, deque()).append(self._clock())
            while len(self._failures) > MOST_KEYS:
                self._failures.pop(next(iter(self._failures)))

    def passed(self, key: str) -> None:
        """Forget the failures of a key."""
        with self._lock:
            self._failures.pop(key, None)

    def _wait(self, key: str) -> float:
        failures, now = self._failures.get(key), self._clock()
        if failures is None:
            return 0.0
        while failures and now - failures[0] >= self._window:
            failures.popleft()
        if not failures:
            del self._failures[key]
            return 0.0
        return self._window - (now - failures[-self._most]) if len(failures) >= self._most else 0.0
