"""One edit between a name and a label, and how much it is like a slip or a trick rather than another word."""

from __future__ import annotations

from typing import NamedTuple

from inconcert.sites.lookalikes.tables import alike, neighbours, vowels


class Edit(NamedTuple):
    """What was done to a name."""

    kind: str
    """``doubled``, ``undoubled``, ``alike``, ``swapped``, ``dropped``, ``neighbour``, ``vowel``, ``replaced``,
    ``added``."""
    place: int
    """Where, counted from 0."""
    old: str
    new: str

    @property
    def care(self) -> int:
        """3 when hardly seen, 2 when a slip of the hand, 1 when any letter; one less at the first letter.

        Another number is another name: 0.
        """
        if self.old.isdigit() and (self.new.isdigit() or not self.new):
            return 0
        return max(_CARE[self.kind] - (self.place == 0), 0)

    def told(self) -> str:
        """The edit in words."""
        return _WORDS[self.kind].format(old=self.old, new=self.new)


FAR = 6
"""Letters beyond which two letters that are not neighbours may have changed places too."""

_CARE = {"doubled": 3, "undoubled": 3, "alike": 3, "swapped": 2, "dropped": 2, "neighbour": 2, "vowel": 2,
         "replaced": 1, "added": 1}  # fmt: skip
_WORDS = {
    "doubled": "the letter {new} doubled",
    "undoubled": "the double {old} made single",
    "alike": "{old} replaced by {new}, which looks like it",
    "swapped": "the letters {old[0]} and {old[1]} swapped",
    "dropped": "the letter {old} left out",
    "neighbour": "{old} replaced by its neighbour {new} on the keyboard",
    "vowel": "{old} replaced by {new}",
    "replaced": "{old} replaced by {new}",
    "added": "the letter {new} added",
}


def one_edit(name: str, label: str) -> Edit | None:
    """The one edit that makes ``label`` of ``name``; ``None`` when they are equal or further apart.

    Two letters that changed places are one edit, in names of more than :data:`FAR` letters wherever they stand.
    """
    if name == label or abs(len(name) - len(label)) > 1:
        return None
    start = _common(name, label)
    if len(name) == len(label):
        return _same_length(name, label, start)
    longer, shorter = (label, name) if len(label) > len(name) else (name, label)
    if longer[start + 1 :] != shorter[start:]:
        return None
    letter = longer[start]
    twice = start > 0 and longer[start - 1] == letter
    if len(label) > len(name):
        return Edit("doubled" if twice else "added", start, "", letter)
    return Edit("undoubled" if twice else "dropped", start, letter, "")


def _common(name: str, label: str) -> int:
    places = (place for place, (one, other) in enumerate(zip(name, label, strict=False)) if one != other)
    return next(places, min(len(name), len(label)))


def _same_length(name: str, label: str, at: int) -> Edit | None:
    if name[at + 1 :] == label[at + 1 :]:
        return Edit(_replacement(name[at], label[at]), at, name[at], label[at])
    last = len(name) - 1 - _common(name[::-1], label[::-1])
    exchanged = name[at] == label[last] and name[last] == label[at] and name[at + 1 : last] == label[at + 1 : last]
    if exchanged and (last == at + 1 or len(name) > FAR):
        return Edit("swapped", at, name[at] + name[last], label[at] + label[last])
    return None


def _replacement(old: str, new: str) -> str:
    if alike().get(old, old) == alike().get(new, new):
        return "alike"
    if old + new in neighbours():
        return "neighbour"
    return "vowel" if old in vowels() and new in vowels() else "replaced"


def cuts(text: str) -> set[str]:
    """Keys of a text: two texts one edit apart share one of them.

    The text itself, what is left of it after one letter is taken out, and its letters in order of the alphabet.
    """
    shorter = (text[:place] + text[place + 1 :] for place in range(len(text)))
    return {text, *shorter, "*" + "".join(sorted(text))}
