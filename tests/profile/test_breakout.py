import pytest

from inconcert.profile.breakout import NO, OPEN, YES, breakout


def outside(*langs, followers=None):
    return [{"asset": f"x:o{n}", "platform": "x", "lang": lang, "reposts": 1, "replies": 0, "followers": followers}
            for n, lang in enumerate(langs)]  # fmt: skip


def answers(taken, platforms):
    return [row["answer"] for row in breakout(taken, platforms, 10)["questions"]]


@pytest.mark.parametrize(
    ("taken", "platforms", "expected"),
    [
        (outside(), {"x": 10}, [YES, NO, NO]),
        (outside("en"), {"x": 10}, [YES, OPEN, NO]),
        (outside(*["en"] * 4), {"x": 10}, [NO, OPEN, NO]),
        (outside(*["en"] * 3, *["de"] * 3), {"x": 10}, [NO, YES, NO]),
        (outside(), {"x": 5, "telegram": 5}, [NO, YES, OPEN]),
        (outside(*["en"] * 3, *["de"] * 3), {"x": 5, "telegram": 5}, [NO, YES, YES]),
    ],
)
def test_the_first_three_are_answered_from_platforms_and_those_outside(taken, platforms, expected):
    assert answers(taken, platforms)[:3] == expected


def test_media_and_politics_are_never_in_the_material():
    assert answers(outside(*["en"] * 50), {"x": 10})[3:] == [OPEN, OPEN, OPEN]


def test_it_is_questions_and_no_score():
    told = breakout(outside("en", followers=10), {"x": 10}, 10)
    assert set(told) == {"questions", "says"}
    assert [row["category"] for row in told["questions"]] == [1, 2, 3, 4, 5, 6]
    assert all(row["facts"] and set(row) == {"category", "asks", "facts", "answer"} for row in told["questions"])
    assert "no score" in told["says"]


def test_unknown_followers_are_not_few():
    facts = breakout(outside("en"), {"x": 1}, 1)["questions"][4]["facts"][0]
    assert "not known" in facts
