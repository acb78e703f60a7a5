"""From agreement to likelihood ratios, and from these to how likely the same hands are.

How often two unrelated accounts agree at least so well is counted on the material itself. That share ``u`` behaves like
a p-value, so ``κ u^(κ−1)`` may stand for a likelihood ratio (Vovk and Wang 2021): among unrelated accounts its mean is
one. A field that one operator keeps with the chance ``kept`` weighs ``log(1 − kept + kept · κ u^(κ−1))``; fields
that do not depend on each other are added (Fellegi and Sunter 1969).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

KAPPA = 0.15
"""How steeply rare agreement weighs; fixed, not fitted."""
LEAST_NULL = 100
"""Pairs of strangers of whom a field must be known before it says anything."""
SECOND = 0.05
"""Share of the accounts of a platform that are taken to have a second face on another one, before looking."""
COPYING = 1.0
"""How many copied faces are taken to be there for each second face, before looking."""


def tails(null: Floats, seen: Floats) -> Floats:
    """Share of strangers who agree at least as well as each pair ``seen``; never zero, since one more may."""
    ordered = np.sort(null)
    reached = len(ordered) - np.searchsorted(ordered, seen, "left")
    return np.asarray((1.0 + reached) / (1.0 + len(ordered)), float)


def weights(u: Floats, kept: float, cap: float = np.inf) -> Floats:
    """Log-likelihood ratio in nats of agreeing so well that only a share ``u`` of strangers does.

    Args:
        u: Shares, more than 0 and at most 1; ``nan`` where the field is not known.
        kept: Chance that one operator keeps the field on both accounts.
        cap: Most nats that it may weigh.

    Returns:
        One weight a pair, ``nan`` where ``u`` is: what is missing weighs nothing, and is not the same as 0.
    """
    return np.asarray(np.minimum(np.log1p(-kept + kept * KAPPA * u ** (KAPPA - 1.0)), cap), float)


def posterior(face: Floats, own: Floats, others: Floats) -> tuple[Floats, Floats]:
    """How likely the same hands, and how likely a copy by somebody else.

    Three things may be: strangers, one operator, and somebody who copied the face. Both of the last explain what
    anybody can copy (``face``); only one operator explains what nobody else can do (``own``). So a copied face alone
    never makes the same hands likelier than a copy.

    Args:
        face: Nats of what anybody can copy.
        own: Nats of what only the operator can do.
        others: Accounts of the other platforms that each pair was picked from.

    Returns:
        Two shares a pair; what is left of one are strangers.
    """
    prior = np.log(SECOND / np.maximum(others, 2.0))
    same, copied = prior + face + own, prior + np.log(COPYING) + face
    top = np.maximum(np.maximum(same, copied), 0.0)
    parts = np.exp(np.stack([same - top, copied - top, -top]))
    whole = parts.sum(axis=0)
    return parts[0] / whole, parts[1] / whole
