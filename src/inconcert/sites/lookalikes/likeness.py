"""What was found in one label, before it is judged: the name, the ending, the words around it, and what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from inconcert.sites.lookalikes.chance import distinct, numbered, plain, weight
from inconcert.sites.lookalikes.forms import ARTICLES
from inconcert.sites.lookalikes.tables import of_firm, of_press, of_program, of_service, titles, word_kind

if TYPE_CHECKING:
    from inconcert.sites.lookalikes.edits import Edit
    from inconcert.sites.lookalikes.forms import Form


class Likeness(NamedTuple):
    """What was found in one label, before it is judged."""

    rule: str
    form: Form
    ground: str
    """``easy`` (an ending anybody gets at once, one that deceives, or the brand's own), ``common``, ``national``,
    ``hosting`` or ``restricted``."""
    ending: str = ""
    """The ending itself."""
    edit: Edit | None = None
    around: tuple[str, ...] = ()
    bounded: bool = True
    """Whether the name stands between hyphens or ends of the label."""
    country: str = ""
    """The brand's country and suffix, as codes: words of the brand itself."""
    own: bool = False
    """Whether the ending is the brand's own."""
    word: bool = False
    """Whether what was made of the name is itself a word or name."""
    service: bool = False
    """Whether the brand is a program or service that people get, pay for or sign into."""

    @property
    def rare(self) -> int:
        """How distinctive the name is, see :attr:`Form.rare`; a name without its article is less so."""
        return self.form.rare - (self.form.derived and self.form.rare == 1)

    @property
    def size(self) -> int:
        """Letters of the name."""
        return len(self.form.text)

    @property
    def weight(self) -> int:
        """Letters of the name as far as they tell it from chance."""
        return weight(self.form.text)

    @property
    def plain(self) -> bool:
        """Whether the name is a word, if a rare one, everyday words in one, or either with an article or a number."""
        return plain(self.form.text)

    @property
    def common(self) -> bool:
        """Whether somebody else may have come upon the name: a word, and no number before it that hardly any has."""
        return self.plain and not (numbered(self.form.text) and self.distinct)

    @property
    def distinct(self) -> bool:
        """Whether the name is hardly met by chance, whatever stands beside it."""
        return self.rare == 2 and not self.form.derived and distinct(self.form.text)

    @property
    def telling(self) -> bool:
        """Whether a word beside the name is one of news, of addresses or of the brand itself.

        Words that are not set off by hyphens have to be three letters long, or a publisher's (``tv``, ``24``). Beside a
        distinctive name a firm's (``group``) count too, and those of programs (``app``) where a hyphen stands.
        """
        if self.rare == 2 and any(of_firm(word) or (self.bounded and of_program(word)) for word in self.around):
            return True
        kinds = ("news", "address", "place", "topic") if self.rare > 0 and self.size > 2 else ("news", "address")
        return any(
            (word_kind(word) in kinds or word in self.country.split()) and self._apart(word) for word in self.around
        )

    def _apart(self, word: str) -> bool:
        """Whether a word beside the name is told from its letters."""
        own = self.rare == 2 and word in self.country.split()
        return self.bounded or len(word) > 2 or own or of_press(word)

    @property
    def set_off(self) -> bool:
        """Whether all words beside the name are told from its letters."""
        return all(map(self._apart, self.around))

    @property
    def reporting(self) -> bool:
        """Whether a word beside the name is one of news."""
        return any(word_kind(word) == "news" for word in self.around)

    @property
    def published(self) -> bool:
        """Whether a word beside the name is one that only publishers add."""
        return any(map(of_press, self.around))

    @property
    def offered(self) -> bool:
        """Whether the words beside the name are those with which a program or service is got or signed into.

        Beside an everyday word or name only those of a program count; its places and codes count under an ending that
        anybody gets.
        """
        fits = of_program if self.rare == 0 else of_service
        places = self.ground == "easy" or any(map(fits, self.around))
        return all(
            fits(word) or (places and (word.isdigit() or word_kind(word) in ("code", "place"))) for word in self.around
        )

    @property
    def retitled(self) -> bool:
        """Whether a word beside the name makes another paper's title of it: ``journal``, ``observer``."""
        return any(word_kind(word) == "title" or word in titles() for word in self.around)

    @property
    def articled(self) -> bool:
        """Whether nothing but an article stands before the name."""
        return len(self.around) == 1 and self.around[0] in ARTICLES

    @property
    def trading(self) -> bool:
        """Whether a word beside the name is one of trade."""
        return any(word_kind(word) == "trade" for word in self.around)
