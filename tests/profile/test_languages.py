from inconcert.profile.languages import languages, named, sentence


def test_most_first_and_missing_is_und():
    assert languages(["en", None, "ar", "en", "und"]) == {"en": 2, "und": 2, "ar": 1}


def test_names():
    assert [named("ar"), named("pt-BR"), named("und"), named("xx")] == [
        "Arabic", "Portuguese (pt-BR)", "unknown language", "xx",
    ]  # fmt: skip


def test_sentences():
    assert sentence({"en": 3, "ar": 1}) == "It posts in English (75%) and Arabic (25%)."
    assert sentence({"en": 2, "und": 2}) == "It posts in English (50%); 50% not known."
    assert sentence({"en": 5, "ar": 1, "he": 1, "th": 1}).endswith("Hebrew (12%) and 1 other language.")
    assert sentence({"und": 4}) == sentence({}) == "The language of its posts is not known."
    assert sentence({"en": 3}, "ads") == "Its ads are in English (100%)."
    assert sentence({"und": 4}, "posts and ads") == "The language of its posts and ads is not known."
