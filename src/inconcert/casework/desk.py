"""Where somebody works on cases."""

from __future__ import annotations

from inconcert.casework.admin import Admin
from inconcert.casework.attributing import Attributing
from inconcert.casework.cases import Cases
from inconcert.casework.comparing import Comparing
from inconcert.casework.deciding import Deciding
from inconcert.casework.listing import Listing
from inconcert.casework.personal import Personal
from inconcert.casework.retention import Retention
from inconcert.casework.standing import Standing
from inconcert.casework.undoing import Undoing


class Desk(Cases, Listing, Deciding, Attributing, Comparing, Undoing, Retention, Standing, Personal, Admin):
    """Everything is done by somebody, in one transaction with its entry in the log, and kept when a call returns.

    Every method raises :class:`~inconcert.errors.NotAllowed` when the person's roles do not suffice,
    :class:`~inconcert.errors.NoSuchThing` for an id that is not there, and those that write
    :class:`~inconcert.errors.Conflict` when somebody else was faster. ``version`` is that of the case as the person saw
    it; not given, it is not checked.
    """
