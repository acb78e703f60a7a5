from inconcert.profile.platforms import named, platforms, sentence


def test_most_first():
    assert platforms(["telegram", "x", "x"]) == {"x": 2, "telegram": 1}


def test_names():
    assert [named("x"), named("tiktok"), named("telegram"), named("")] == [
        "X", "TikTok", "Telegram", "an unnamed platform",
    ]  # fmt: skip


def test_sentences():
    assert sentence({"x": 9}) == "All its posts are on X."
    assert sentence({"x": 9, "telegram": 1}) == "Its posts are on X (9 posts) and Telegram (1 post)."
