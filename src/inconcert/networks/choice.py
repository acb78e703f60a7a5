"""What it costs to have chosen a group out of many, and its tied pairs out of all its pairs.

A group of leads is picked because its evidence is great. In a large crowd there are many groups to pick from, and in a
large group many pairs of which only some need to be leads. Whoever wants to say which accounts and which pairs were
meant needs ``ln C(N, n) + ln C(M, m)`` nats: n accounts of N, m tied pairs of M = n(n-1)/2. What the evidence has
beyond that is what the group has shown (minimum description length; Grünwald, The Minimum Description Length Principle,
2007; the same term makes scan statistics over subgraphs hold, Arias-Castro and Verzelen, Annals of Statistics 42 (2014)
940).

People of one taste are tied thinly: each to a few of many. A ring is tied closely. The second term tells them apart.

Groups of ties that are significant one by one were picked in the same way, among the same accounts. That one tie in a
hundred may be false is no surety for a group: false ties are not spread evenly, they meet where people of one taste do.
So a group pays whatever binds it, and one that does not keep ``FLOOR`` is no more than a lead.
"""

from __future__ import annotations

from math import lgamma

FLOOR = 20.0
"""Least evidence of a group beyond what its choice cost, in nats per member. Crowds have groups too: who likes the same
things meets more often than the null knows. Among 40,000 people of a made-up crowd the greatest that leads bound had 32
nats, and 13 beyond its choice."""


def ways(of: int, chosen: int) -> float:
    """Natural logarithm of the number of ways to choose some of many."""
    return lgamma(of + 1) - lgamma(chosen + 1) - lgamma(of - chosen + 1)


def cost(members: int, tied: int, crowd: int) -> float:
    """Nats a member that the choice of a group costs.

    Args:
        members: accounts in the group.
        tied: pairs of them that are tied.
        crowd: accounts with any tie, out of which it was chosen.
    """
    pairs = members * (members - 1) // 2
    return (ways(crowd, members) + ways(pairs, tied)) / members if members else 0.0


def worth(strength: float, members: int, tied: int, crowd: int) -> float:
    """Evidence in nats a member beyond what the choice cost; the arguments are those of :func:`cost`."""
    return strength - cost(members, tied, crowd)
