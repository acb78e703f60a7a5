from inconcert.profile.sentences import active, clock, life

DAY = 86_400_000_000


def test_life():
    assert life(0, 3 * DAY, 20, 8, 1.0) == (
        "The first shared act is of 1970-01-01 00:00:00 UTC, the last of 1970-01-04 00:00:00 UTC (3 days); "
        "of its 20 posts in this material 8 lie behind the ties."
    )
    assert life(0, 59_000_000, 8, 8, 60.0) == (
        "All shared acts fall on 1970-01-01 00:00 UTC; all its 8 posts in this material lie behind the ties."
    )


def test_few_posts_say_nothing_of_hours():
    assert active([1] * 24) == "Active hours: insufficient data (24 posts; 50 are needed)."


def test_active_hours_describe_the_group():
    counts = [0] * 24
    counts[22] = counts[23] = 40
    counts[3] = 10
    assert active(counts).startswith("Half of its posts fall between 22:00 and 00:00 UTC.")
    assert "never a person" in active(counts)


def test_the_clock():
    assert clock([1.0]) == "Times are known to the second."
    assert clock([60.0]) == ("Times are known to the minute only: two posts in the same minute cannot be told apart.")
    assert clock([1.0, 86400.0]) == "Times are known to between 1 second and 1 day, depending on the source."


def test_a_network_of_ads_does_not_post():
    assert life(0, DAY, 8, 8, 86400.0, "ads").endswith("all its 8 ads in this material lie behind the ties.")
    assert active([0] * 24, "ads") == "Active hours: insufficient data (0 ads whose hour is known; 50 are needed)."
    assert active([10] * 24, "ads").startswith("Half of its ads fall between")
    assert "two ads in the same day" in clock([86400.0], "ads")
    assert "two acts in the same day" in clock([86400.0], "posts and ads")
