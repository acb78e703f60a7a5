from math import log2

import pytest

from inconcert.sites.families.family import Family
from inconcert.sites.families.phrases import read, with_sources
from inconcert.sites.families.words import LANGUAGES, lexicon, parted, surprise


def test_the_source_of_scrambled_labels():
    found = read(["sprachfriheit", "sprachfreihiet", "sprchafreiheit", "sparchfreheit"])
    assert found is not None
    assert (found.text.replace(" ", ""), found.language) == ("sprachfreiheit", "de")


def test_a_source_of_several_words():
    found = read(["thinkagian", "tihnkagain", "thnikagain", "thinkagan"])
    assert found is not None
    assert (found.text, found.language) == ("think again", "en")


def test_nothing_is_read_into_letters_drawn_by_lot():
    assert read(["qzxvkwjpfg", "qzxvkwjpgf"]) is None
    assert read(["12345", "12346"]) is None


def test_umlauts_are_known_in_both_spellings():
    assert (
        lexicon("de")["staerker"].written == lexicon("de")["starker"].written.replace("starker", "stärker") == "stärker"
    )


@pytest.mark.parametrize("word", ["freiheit", "information", "liberte", "staerker", "starker"])
def test_a_word_surprises_as_in_the_language_in_which_it_is_most_usual(word):
    least = min(lexicon(language)[word].bits for language in LANGUAGES if word in lexicon(language))
    choice, ends = log2(len(LANGUAGES)), 2
    assert surprise(word) == pytest.approx(least + choice + ends)


def test_a_row_of_words_surprises_less_than_its_letters_turned():
    assert surprise("freiheitderwahl") < surprise("ferihietedrwhal")


def test_a_label_in_its_words():
    assert parted("musicbistro") == ["music", "bistro"]
    assert parted("qzxv") == []


def test_families_of_one_source_become_one():
    parts = (["sprachfriheit", "sprachfreihiet"], ["sprchafreiheit", "sparchfreheit"])
    families = [
        Family(labels[0], "variants", [f"{label}.site" for label in labels], labels, ["site"], chance)
        for labels, chance in zip(parts, (1e-9, 1e-5), strict=True)
    ]
    (one,) = with_sources(families)
    assert sorted(one.labels) == sorted(label for labels in parts for label in labels)
    assert len(one.members) == 4
    assert one.chance == 1e-9
    assert one.phrase is not None


def test_families_beyond_the_number_asked_for_stay_as_they_are():
    family = Family("sprachfriheit", "variants", ["sprachfriheit.site"], ["sprachfriheit"], ["site"], 1e-9)
    assert with_sources([family], most=0) == [family]
    assert family.phrase is None
