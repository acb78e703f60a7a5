"""What a receipt says about posts that came before; it is said anew when an earlier file is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inconcert.ingest.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SAME = "posts that came before with the same content are used once"
OTHER = "a post id came before with different content; the first one is used"
OFFSET = "times differ from the instants inside the post ids"
"""How the remark begins that follows these."""


def remark(tally: Tally, count: int, different: int, rows: Iterable[tuple[int, str]]) -> None:
    """Add the remarks on repeated posts.

    Args:
        tally: Remarks so far.
        count: Posts that came before.
        different: Those whose content is another.
        rows: First rows of those, with the id of the post.
    """
    if count - different:
        tally.add(SAME, None, count=count - different)
    shown = list(rows)
    if different:
        tally.add(OTHER, None, count=different - len(shown))
        for row, post in shown:
            tally.add(OTHER, row, post)


def renewed(
    warnings: Sequence[dict[str, Any]], count: int, different: int, rows: Iterable[tuple[int, str]]
) -> list[dict[str, Any]]:
    """The warnings of a receipt with the remarks on repeated posts made anew, in their place."""
    tally = Tally()
    remark(tally, count, different, rows)
    kept = [each for each in warnings if each["message"] not in (SAME, OTHER)]
    place = next((at for at, each in enumerate(kept) if each["message"].startswith(OFFSET)), len(kept))
    return [*kept[:place], *tally.listed("message"), *kept[place:]]
