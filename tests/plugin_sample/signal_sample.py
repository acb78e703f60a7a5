"""A stranger's signal: the same hashtags in whatever order."""

from inconcert.plugins import hook
from inconcert.signals.base import Query, Signal


class SameTagSet(Signal):
    """Two accounts wrote the same three or more hashtags, in whatever order."""

    name = "same_tag_set"
    family = "tag"
    question = "Who wrote the same hashtags, in whatever order?"
    limits = "Events and contests prescribe their hashtags."
    noun = "set of hashtags"
    verb = "wrote the same"
    finest = 3600.0

    def query(self):
        """Hashtags of each post, sorted."""
        tags = "array_to_string(list_sort(list_distinct(hashtags)), ' ')"
        return Query(
            f"SELECT asset, {tags} AS object, \"at\", precision, post, lang, '' AS outlet "
            "FROM features WHERE kind <> 'repost' AND len(list_distinct(hashtags)) >= 3",
            self.name,
        )


@hook
def signals():
    return (SameTagSet(),)
