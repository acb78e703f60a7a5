"""Translated copy: who posted the same facts, links and signs in other words?"""

from __future__ import annotations

from inconcert.settings import DAY, HOUR, MINUTE
from inconcert.signals.base import Query, Signal

SHARE = 0.005
"""An item in a larger share of the posts than this says nothing."""
FEW = 10
"""In small material: posts that an item may always be in."""


class TranslatedCopy(Signal):
    """Two accounts posted the same links, numbers, hashtags, mentions, emoji, media and names, in different words."""

    name = "translated_copy"
    family = "message"
    question = "Who posted the same facts, links and signs in other words or another language?"
    limits = "Results, prices and alerts carry the same numbers and tags whoever reports them."
    noun = "set of links, numbers and signs"
    verb = "put into different words the same"
    finest = DAY
    windows = (MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 2 * DAY)
    rarity = False

    def query(self) -> Query:
        """Fingerprints of posts; of each wording the account that had it first, so that copied words do not count."""
        return Query(_FIRST, self.name)


_KINDS = (("link", "links"), ("tag", "hashtags"), ("media", "media"))
_LISTED = " UNION ALL ".join(
    f"SELECT post, '{kind}:' || item AS item, '{kind}' AS kind FROM"
    f" (SELECT post, unnest({column}) AS item FROM own) AS a"
    for kind, column in _KINDS
)
_MARKED = "SELECT post, item, split_part(item, ':', 1) AS kind FROM (SELECT post, unnest(marks) AS item FROM own) AS a"
_OWN = (
    'SELECT asset, "at", precision, post, post_ref, lang, coalesce(text_near, text_exact) AS words, links, hashtags,'
    " media, marks FROM features WHERE kind <> 'repost' AND text_exact IS NOT NULL"
)
_COMMON = (
    "SELECT items.item FROM items CROSS JOIN (SELECT count(DISTINCT post) AS posts FROM own) AS sized"
    f" GROUP BY items.item HAVING count(*) > greatest({FEW}, {SHARE} * max(sized.posts))"
)
_PRINTS = (
    "SELECT post, string_agg(item, ' + ' ORDER BY item) AS object FROM"
    " (SELECT items.* FROM items LEFT JOIN common ON common.item = items.item WHERE common.item IS NULL) AS rare"
    " GROUP BY post HAVING (count(DISTINCT kind) > 1 AND (count(*) > 2 OR"
    " max(CASE WHEN kind IN ('link', 'media', 'number') THEN 1 ELSE 0 END) > 0))"
    " OR (count(*) > 2 AND min(kind) = 'number' AND max(kind) = 'number')"
)
_FIRST = (
    f"WITH own AS ({_OWN}), items AS (SELECT DISTINCT post, item, kind FROM"
    f" ({_LISTED} UNION ALL {_MARKED}) AS listed WHERE item IS NOT NULL), common AS ({_COMMON}),"
    f" prints AS ({_PRINTS}), worded AS ("
    'SELECT own.asset, own."at", own.precision, own.post, own.lang, prints.object, first_value(own.asset) OVER'
    ' (PARTITION BY prints.object, own.words ORDER BY own."at", own.post_ref, own.post, own.asset) AS author'
    " FROM own JOIN prints ON prints.post = own.post)"
    " SELECT asset, object, \"at\", precision, post, lang, '' AS outlet FROM worded WHERE asset = author"
)
"""Items in more posts than a share say nothing. Two items are enough where one is a fact (a link, a number, a medium)
and the other of another kind; one kind alone is the object of other signals, but for three numbers."""
