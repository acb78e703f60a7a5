from inconcert.sites.families.phrases import read
from inconcert.sites.families.words import lexicon, parted, surprise


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


def test_a_row_of_words_surprises_less_than_its_letters_turned():
    assert surprise("freiheitderwahl") < surprise("ferihietedrwhal")


def test_a_label_in_its_words():
    assert parted("musicbistro") == ["music", "bistro"]
    assert parted("qzxv") == []
