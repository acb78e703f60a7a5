import pytest

from inconcert.traits.sample import read


def person(*days, lang="en", **more):
    return {"posts": [{"at": day, "text": "words", "lang": lang} for day in days]} | more


STEADY = [f"2024-{month:02}-05" for month in range(1, 7)]
CROWD = [person(*STEADY) for _ in range(40)]
WOKEN = [person("2024-01-05", f"2024-06-1{n}") for n in range(5)]


def test_who_comes_back_together_is_marked_with_the_posts_of_the_return():
    reading = read("dormancy", WOKEN, CROWD)
    assert reading.nats == 6.0
    assert len(reading.posts) == len(reading.accounts) == 5


def test_returns_over_the_year_are_nothing_in_common():
    apart = [person("2023-01-05", f"2024-{2 + 2 * n:02}-05") for n in range(5)]
    assert read("dormancy", apart, CROWD).nats < 0


def test_where_everybody_comes_back_it_is_the_season_or_the_collection():
    assert read("dormancy", WOKEN, [person("2024-01-05", f"2024-06-1{n % 5}") for n in range(40)]).nats < 0


@pytest.mark.parametrize(("langs", "turned"), [(("en", "fr"), 5), (("en", "en"), 0), (("en", "und"), 0)])
def test_another_language_is_told_and_changes_no_figure(langs, turned):
    posts = [[("2024-01-05", langs[0]), (f"2024-06-1{n}", langs[1])] for n in range(5)]
    members = [{"posts": [{"at": at, "text": "words", "lang": lang} for at, lang in some]} for some in posts]
    reading = read("dormancy", members, CROWD)
    assert reading.figures["other_language"] == turned
    assert reading.nats == 6.0


def test_without_a_history_of_controls_everybody_who_has_one_stands_in():
    short = [person("2024-06-05", "2024-06-20") for _ in range(40)]
    assert read("dormancy", WOKEN, short).nats is None
    assert read("dormancy", WOKEN, short, others=[person(*STEADY) for _ in range(40)]).nats == 6.0
    seasonal = [person("2024-01-05", "2024-06-12") for _ in range(40)]
    assert read("dormancy", WOKEN, short, others=seasonal).nats < 0
