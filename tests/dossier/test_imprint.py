"""What a publisher says, out of TOML."""

from datetime import date

import pytest

from inconcert.dossier import Imprint
from inconcert.errors import InputError, StoreError, UsageError


def written(tmp_path, text):
    place = tmp_path / "publication.toml"
    place.write_text(text, "utf-8")
    return Imprint.read(place)


def test_everything_is_optional(tmp_path):
    assert written(tmp_path, "") == Imprint()


def test_lists_days_and_texts(tmp_path):
    found = written(
        tmp_path, 'publisher = " The Example "\npublished = 2026-03-20\ntold = ["a peer", ""]\ntlp = "CLEAR"'
    )
    assert (found.publisher, found.published, found.told, found.tlp) == (
        "The Example",
        date(2026, 3, 20),
        ("a peer",),
        "CLEAR",
    )


def test_a_wrong_word_is_told_with_the_right_one(tmp_path):
    with pytest.raises(InputError, match="publisher"):
        written(tmp_path, 'publischer = "x"')
    with pytest.raises(InputError, match="must be a day"):
        written(tmp_path, 'published = "20 March"')
    with pytest.raises(InputError, match="list of texts"):
        written(tmp_path, 'told = "a peer"')
    with pytest.raises(UsageError, match="AMBER"):
        written(tmp_path, 'tlp = "amber"')
    with pytest.raises(InputError, match="no TOML"):
        written(tmp_path, "tlp = ")
    with pytest.raises(StoreError):
        Imprint.read(tmp_path / "nothing.toml")
