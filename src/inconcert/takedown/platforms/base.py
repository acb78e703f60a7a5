"""What a platform is to a takedown, and the four ways in which a call to it can end badly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from inconcert.errors import InconcertError

if TYPE_CHECKING:
    from inconcert.takedown.plan import Item
    from inconcert.takedown.words import Action


class Refused(InconcertError):
    """The platform said no and did nothing; trying again will not help (wrong credentials, no such target)."""


class Busy(InconcertError):
    """The platform did nothing now and says when to try again."""

    def __init__(self, what: str, *, after_seconds: float) -> None:
        super().__init__(what, todo=f"Try again after {after_seconds:g} seconds.")
        self.after_seconds = after_seconds


class Unclear(InconcertError):
    """No answer came: it may have been done, may be done yet, or may never be."""


@dataclass(frozen=True)
class State:
    """What can be seen of a target before and after: only what an action of ours changes or could be surprised by."""

    exists: bool
    facts: dict[str, Any] = field(default_factory=dict)
    """Such as ``{"takendown": false, "labels": ["…"], "handle": "…"}``; what is not known is left out."""

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {"exists": self.exists, "facts": self.facts}

    @classmethod
    def of(cls, stored: dict[str, Any]) -> State:
        """From plain data."""
        return cls(bool(stored["exists"]), dict(stored["facts"]))


@dataclass(frozen=True)
class Receipt:
    """What the platform gave back for something it did."""

    ref: str
    """Id of the event on the platform."""
    answer: dict[str, Any] = field(default_factory=dict)


class Platform:
    """A platform. A subclass sets the attributes and implements the five methods; ``place`` where there are several.

    A call that ends without an answer raises :class:`Unclear`, never :class:`Refused`.
    """

    name: str = ""
    title: str = ""
    actions: frozenset[Action] = frozenset()
    """What it can do."""
    serves_all: bool = False
    """Whether it takes items of every platform, as a web hook does, or only those of the one it is named after."""
    idempotent: bool = False
    """Whether a second call with the same key does nothing, however late it comes."""
    in_flight_seconds: float | None = None
    """How long after the call an unanswered one can still be carried out; ``None``: no one knows."""

    mails: bool = False
    """Whether it also brings the notice of an item to the owner of the target; see :meth:`notify`."""

    @property
    def place(self) -> str:
        """Where it is, such as the host that is called: a plan is carried out where it was rehearsed, nowhere else."""
        return ""

    @classmethod
    def configured(cls) -> Platform:
        """The platform as the user configured it: credentials from the environment, never from a file of ours.

        Raises:
            UsageError: something is missing; the message names it.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Give connections back, where there are any."""

    def look(self, item: Item) -> State:
        """What the target is like now.

        Raises:
            Refused: it cannot be looked at.
            Busy: not now.
            Unclear: no answer came.
        """
        raise NotImplementedError

    def act(self, item: Item, key: str) -> Receipt:
        """Do it.

        Raises:
            Refused: it was not done and will not be.
            Busy: it was not done now.
            Unclear: no answer came.
        """
        raise NotImplementedError

    def reverse(self, item: Item, key: str, before: State) -> Receipt:
        """Take it back, so that the target is as it was ``before``.

        Raises:
            Refused: it cannot be taken back.
            Busy: not now.
            Unclear: no answer came.
        """
        raise NotImplementedError

    def sought(self, item: Item, key: str) -> Receipt | None:
        """What the platform keeps under this key, of :meth:`act` or :meth:`reverse`; ``None``: nothing (yet).

        Raises:
            Unclear: it cannot be told.
        """
        raise NotImplementedError

    def notify(self, item: Item, key: str) -> Receipt:
        """Bring the notice to the owner of the target. It is called once for each item and not again without an answer.

        Raises:
            Refused: it was not delivered and will not be.
            Busy: nothing was sent now.
            Unclear: no answer came.
        """
        raise NotImplementedError

    def fulfils(self, item: Item, state: State) -> bool:
        """Whether the target is as the action leaves it."""
        raise NotImplementedError
