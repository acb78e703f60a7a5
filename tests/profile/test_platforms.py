from inconcert.profile.platforms import named, platforms, sentence, sort_of


def test_most_first():
    assert platforms(["telegram", "x", "x"]) == {"x": 2, "telegram": 1}


def test_names():
    assert [named("x"), named("tiktok"), named("telegram"), named("")] == [
        "X", "TikTok", "Telegram", "an unnamed platform",
    ]  # fmt: skip


def test_a_blog_is_no_name_of_a_platform():
    assert sentence({"blog": 9}) == "All its posts are on blogs."
    assert sort_of("blog", "account") == "blog account"
    assert sort_of("blog", "blog") == "blog"


def test_what_something_is():
    assert [sort_of("web", "site"), sort_of("telegram", "channel")] == ["site", "Telegram channel"]


def test_sentences():
    assert sentence({"x": 9}) == "All its posts are on X."
    assert sentence({"x": 9, "telegram": 1}) == "Its posts are on X (9 posts) and Telegram (1 post)."


def test_ads_are_told_apart_from_posts():
    assert sentence({"facebook": 9}, {"facebook": 9}) == "All its ads are on Facebook."
    assert sentence({"facebook": 9}, {"facebook": 2}) == "All its posts and ads are on Facebook."
    assert sentence({"facebook": 9, "x": 3}, {"facebook": 9}) == (
        "Its posts and ads are on Facebook (9 ads) and X (3 posts)."
    )
    assert sentence({"facebook": 9, "x": 3}, {"facebook": 8}) == (
        "Its posts and ads are on Facebook (1 post and 8 ads) and X (3 posts)."
    )
