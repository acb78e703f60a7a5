import json
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from inconcert.model.times import DAY, HOUR, iso
from inconcert.profile.life import _range, coverage, life
from inconcert.profile.phases import Phase
from inconcert.profile.windows import MOST, Coverage, Touched, grid, windows

START = 20_000 * DAY
"""2024-10-04."""


def acts(*days, who=range(5), thing=0, clock=1.0):
    """Everybody in ``who`` touches an object of the day, a minute after the other, on each of ``days``."""
    rows = [
        (START + int(day * DAY) + n * 60_000_000, one, int(day * 2) + thing)
        for day in days
        for n, one in enumerate(who)
    ]
    at, asset, things = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Touched(at, asset, things, np.arange(len(at)), clock)


def both(*parts):
    """Acts of several groups in one network."""
    columns = [np.concatenate([getattr(part, name) for part in parts]) for name in ("at", "asset", "thing")]
    return Touched(*columns, np.arange(len(columns[0])), max(part.clock for part in parts))


def material(first=-30, end=400, without=()):
    """Somebody posts in every hour, but on the days ``without``."""
    hours = np.arange((START + first * DAY) // HOUR, (START + end * DAY) // HOUR)
    return Coverage(hours[~np.isin((hours * HOUR - START) // DAY, list(without))])


def phases(told):
    return [phase["phase"] for phase in told["phases"]]


def day(number):
    return iso(START + int(number * DAY))


def test_a_long_life_has_windows_of_a_week():
    told = life(acts(*range(28)), material())
    assert (told["window_days"], told["step_days"], len(told["windows"])) == (7, 3.5, 7)
    first, second = told["windows"][:2]
    assert first == {
        "from": day(0), "to": day(7), "members": 5, "objects": 7, "acts": 35, "joined": 5, "left": 0, "present": 5,
        "overlap": None, "covered": True,
    }  # fmt: skip
    assert (second["from"], second["overlap"], second["joined"]) == (day(3.5), 1.0, 0)


def test_born_grows_shrinks_and_ends():
    told = life(both(acts(*range(40), who=range(4)), acts(*range(14, 21), who=range(4, 12), thing=0)), material())
    assert phases(told) == ["born", "grows", "holds", "shrinks", "ends"]
    assert [phase["members"] for phase in told["phases"]] == [4, 12, 12, 4, 0]
    assert told["phases"][0]["from"] == day(0)
    assert "is there by 2024-10-11 with 4 members, grows from 4 to 12" in told["says"][0]


def test_a_pause_and_a_return_with_most_of_the_members():
    early, late = acts(*range(21), who=range(15)), acts(*range(60, 80), who=range(3, 15))
    told = life(both(early, late), material())
    assert phases(told) == ["born", "holds", "pauses", "returns", "holds", "ends"]
    pause = told["phases"][2]
    assert pause["members"] == 0
    assert day(20) < pause["from"] <= day(24.5)
    assert day(56) < pause["to"] <= day(60)
    assert "with 12 of its 15 members" in told["says"][0]


def test_a_week_of_quiet_between_windows_of_a_day_is_a_pause_and_less_is_none():
    # Fourteen days and fewer are cut into windows of two days or less.
    assert "pauses" in phases(life(acts(0, 1, 2, 12, 13), material()))
    assert "pauses" not in phases(life(acts(0, 1, 2, 7, 8), material()))


def test_a_few_who_go_on_while_the_others_are_quiet_do_not_end_it():
    told = life(both(acts(*range(10), who=range(30)), acts(*range(10, 40), who=range(2))), material())
    assert phases(told)[-2:] == ["pauses", "ends"]
    assert told["phases"][-2]["members"] == 2
    assert "on (at most 2 at a time)" in told["says"][0]
    assert told["phases"][-1]["from"] >= day(40)


def test_a_gap_in_the_material_is_no_pause():
    network = acts(*range(21), *range(60, 80))
    told = life(network, material(without=range(21, 60)))
    assert "pauses" not in phases(told)
    dark = [window for window in told["windows"] if not window["covered"]]
    assert dark
    assert all(window[key] is None for window in dark for key in ("members", "acts", "joined", "overlap", "present"))
    after = next(
        w
        for w, before in zip(told["windows"][1:], told["windows"], strict=False)
        if not before["covered"] and w["covered"]
    )
    assert (after["joined"], after["left"], after["overlap"]) == (None, None, None)
    assert "too few posts of anybody to cover" in " ".join(told["says"])


def test_members_stay_present_over_a_gap_in_the_material():
    network = acts(*range(21), *range(60, 80))
    told = life(network, material(without=range(21, 60)))
    assert min(window["present"] for window in told["windows"] if window["covered"]) == 5


def test_presence_fades_in_a_pause():
    present = [window["present"] for window in life(acts(0, 60), material())["windows"]]
    assert present[:5] == [5, 5, 5, 5, 0]


def test_it_does_not_end_when_the_material_does():
    assert "ends" not in phases(life(acts(*range(28)), material(end=35)))
    assert "ends" not in phases(life(acts(*range(28)), material(without=range(28, 300))))
    assert "ends" in phases(life(acts(*range(28)), material(end=60)))


def test_a_network_there_from_the_beginning_may_be_older():
    assert "may be older" in life(acts(*range(28)), material(first=0))["says"][-1]
    assert "may be older" not in " ".join(life(acts(*range(28)), material(first=-30))["says"])


def test_rotation_is_told():
    told = life(both(*(acts(*range(10 * k, 10 * k + 10), who=range(6 * k, 6 * k + 6)) for k in range(6))), material())
    assert told["says"][1].startswith("Rotation, accounts replaced over time: of the 12 members")
    assert any(window["overlap"] == 0 or window["joined"] == 6 for window in told["windows"][1:])
    assert life(acts(*range(60)), material())["says"][1].startswith("Its members stay: of the 5 members")


def test_who_acts_alone_in_a_window_is_not_counted():
    alone = acts(10, who=[99], thing=1_000)
    told = life(both(acts(*range(28)), alone), material())
    assert {window["members"] for window in told["windows"]} == {5}


def test_members_who_never_meet_within_a_window_have_no_phases():
    told = life(both(acts(0, who=[1], thing=0), acts(100, who=[2], thing=-200)), material())
    assert told["phases"] == []
    assert "it has no phases" in told["says"][0]


def test_one_burst_is_one_window():
    told = life(acts(0), material())
    assert (told["window_days"], len(told["windows"]), phases(told)) == (1, 1, ["born", "ends"])
    assert told["says"][0].startswith("All its life lies in one window of 1 day, with 5 members, and it ends by")


def test_a_clock_of_days_gives_whole_days():
    days = replace(acts(*range(10)), clock=86_400.0)
    stamped = replace(days, at=days.at // DAY * DAY)
    daily = Coverage(np.arange(-5, 40) * 24 + START // HOUR)
    told = life(stamped, daily)
    assert (told["window_days"], told["step_days"]) == (2, 1)
    assert all(window["from"].endswith("T00:00:00Z") and window["covered"] for window in told["windows"])
    assert life(replace(stamped, at=stamped.at[:1].repeat(50)), daily)["window_days"] == 1
    long = replace(acts(*range(30)), clock=86_400.0)
    assert life(long, daily)["step_days"] == 4


def test_very_long_lives_have_wider_windows():
    over = grid(START, START + 10_000 * DAY, 1.0)
    assert over.width % (7 * DAY) == 0
    assert MOST / 2 < over.count <= MOST


def test_a_network_without_acts_has_no_life():
    nothing = np.empty(0, np.int64)
    assert life(Touched(nothing, nothing, nothing, nothing), material())["windows"] == []


TOUCHES = st.lists(
    st.tuples(st.integers(0, 90 * 24), st.integers(0, 6), st.integers(0, 4)), min_size=1, max_size=60
)  # fmt: skip


def touched(rows):
    at, asset, thing = (np.array(column, dtype=np.int64) for column in zip(*rows, strict=True))
    return Touched(START + at * HOUR, asset, thing, np.arange(len(at)))


@given(TOUCHES, st.permutations(range(7)), st.randoms())
def test_names_and_order_change_nothing(rows, names, dice):
    again = [(at, names[asset], thing) for at, asset, thing in rows]
    dice.shuffle(again)
    one, other = (json.dumps(life(touched(given), material())) for given in (rows, again))
    assert one == other


@given(TOUCHES)
def test_windows_hold_what_plain_counting_finds(rows):
    network = touched(rows)
    told = windows(network, material())
    assert told[0].first <= network.at.min()
    assert told[-1].end > network.at.max()
    for window in told:
        inside = [
            (asset, thing) for at, asset, thing in rows if window.first <= START + at * HOUR < window.end
        ]  # fmt: skip
        met = {t for _, t in inside if len({a for a, thing in inside if thing == t}) > 1}
        assert window.members == len({a for a, t in inside if t in met})
        assert window.objects == len(met)
        assert window.acts == sum(t in met for _, t in inside)


@given(TOUCHES, st.sets(st.integers(0, 90)))
def test_phases_are_in_order_and_pauses_lie_in_covered_quiet(rows, gap):
    told = life(touched(rows), material(without=gap))
    assert sorted(phase["from"] for phase in told["phases"]) == [phase["from"] for phase in told["phases"]]
    for phase in told["phases"]:
        assert phase["from"] < phase["to"]
        if phase["phase"] == "pauses":
            within = [w for w in told["windows"] if phase["from"] <= w["from"] and w["to"] <= phase["to"]]
            assert len(within) > 1
            assert all(window["covered"] for window in within)


def test_coverage_is_read_from_the_posts(bridge):
    covered = coverage(bridge.connect(), bridge.features)
    assert iso(covered.first) == "2026-03-02T08:00:00Z"
    assert covered.holds(covered.first, covered.first + 2 * HOUR, 1.0)
    assert not covered.holds(covered.end, covered.end + DAY, 1.0)


def test_a_finding_tells_its_life(bridge):
    ring, channels = bridge.findings()
    assert [phase["phase"] for phase in ring["life"]["phases"]] == ["born", "holds"]
    assert ring["life"]["windows"][0]["members"] == 10
    assert max(window["acts"] for window in channels["life"]["windows"]) == 5
    assert set(ring["life"]["says"][:2]) <= set(ring["why"])


def test_a_phase_that_holds_with_nobody_in_some_window_says_up_to():
    assert _range(Phase("holds", 0, 1, 85, 0)) == "up to 85"
    assert _range(Phase("holds", 0, 1, 85, 72)) == "72 to 85"
