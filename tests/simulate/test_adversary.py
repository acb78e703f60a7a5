"""Each attack does what it says, on the tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.simulate.adversary import ATTACKS, HALF, HEAD, RINGS, Adversary, _groups, _link, plans
from inconcert.simulate.rhythm import DAY, START
from inconcert.simulate.scenarios import SCENARIOS, Made, simulate
from inconcert.simulate.stage import Stage
from inconcert.simulate.tongue import LETTERS, MEANINGS, make_tongue
from inconcert.simulate.world import make_world

POSTS = 4000
worlds: dict[str, Made] = {}


def world(attack: str, how: str) -> Made:
    name = f"{HEAD}{attack}-{how}"
    if name not in worlds:
        worlds[name] = simulate(name, seed=2, posts=POSTS)
    return worlds[name]


def operation(made: Made) -> dict[str, Any]:
    (told,) = made.truth["operations"]
    return dict(told)


def bare(url: str) -> str:
    return url.split("?")[0].split("#")[0].replace("//m.", "//")


def rows(made: Made, members: list[str] | None = None) -> list[dict[str, Any]]:
    keyed = [{**row, "key": f"{row['platform']}:{row['account_id']}"} for row in made.posts.to_pylist()]
    return [row for row in keyed if members is None or row["key"] in set(members)]


def pushed(made: Made) -> dict[str, dict[str, float]]:
    """For each link that the ring pushes, the first instant of each member."""
    told = operation(made)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows(made, told["members"]):
        for url in row["urls"] or ():
            if bare(url) in told["links"] and row["kind"] == "post":
                found[bare(url)].setdefault(row["key"], row["posted_at"].timestamp())
    return found


def test_every_attack_has_two_or_three_strengths_and_a_scenario() -> None:
    assert all(2 <= len(hows) <= 3 for hows in ATTACKS.values())
    assert set(plans()) <= set(SCENARIOS)
    assert len(plans()) == sum(map(len, ATTACKS.values())) + len(RINGS)
    assert SCENARIOS["adversary-camouflage-1x"].says == "Adversary: the plain ring."


@pytest.mark.parametrize(("how", "seconds"), [("10s", 10), ("2h", 7200), ("24h", 86400)])
def test_jitter_is_the_scatter_around_a_messages_moment(how: str, seconds: float) -> None:
    gaps = [
        (np.array(list(times.values())) - np.median(list(times.values()))) / seconds
        for times in pushed(world("jitter", how)).values()
    ]
    assert 0.5 < np.std(np.concatenate(gaps)) < 1.7


@pytest.mark.parametrize("times", [1, 5, 20])
def test_camouflage_is_so_many_ordinary_posts_for_each_joint_one(times: int) -> None:
    made = world("camouflage", f"{times}x")
    told = operation(made)
    joint = told["plan"]["messages"] * np.mean(told["plan"]["joined"]) * len(told["members"])
    assert (len(rows(made, told["members"])) - joint) / joint == pytest.approx(times, rel=0.45)


@settings(max_examples=40)
@given(st.integers(3, 20), st.integers(1, 40), st.integers(2, 8), st.integers(0, 3), st.integers(0, 99))
def test_no_pair_takes_part_in_more_messages_than_it_may(
    size: int, messages: int, subset: int, most: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    stage = Stage(rng, None)  # type: ignore[arg-type]  # groups are drawn without a world
    groups = _groups(stage, Adversary(size=size, messages=messages, subset=subset, most_shared=most))
    met = Counter(pair for group in groups for pair in combinations(sorted(group.tolist()), 2))
    assert len(groups) == messages
    assert all(1 <= len(group) <= subset and len(set(group.tolist())) == len(group) for group in groups)
    assert not most or max(met.values(), default=0) <= most


@pytest.mark.parametrize("how", ["6-of-30"])
def test_no_two_members_share_more_than_two_objects(how: str) -> None:
    made = world("rotation", how)
    members = operation(made)["members"]
    objects: dict[str, set[str]] = defaultdict(set)
    for row in rows(made, members):
        objects[row["key"]] |= {bare(url) for url in row["urls"] or ()} & set(operation(made)["links"])
        # Without a link a text of that length is nobody's headline and no set phrase: it is the ring's.
        if row["kind"] == "post" and not row["urls"] and len(row["text"].split()) > 8:
            objects[row["key"]].add(row["text"])
    shared = [objects[a] & objects[b] for a, b in combinations(objects, 2)]
    assert max(map(len, shared)) <= 2
    assert sum(bool(both) for both in shared) > 5
    hosts = [link.split("/")[2] for link in operation(made)["links"]]
    assert len(set(hosts)) == len(hosts)


@pytest.mark.parametrize(("how", "size"), [("5-of-30", 5)])
def test_a_message_goes_to_a_subset_that_is_drawn_anew(how: str, size: int) -> None:
    joined = [frozenset(times) for times in pushed(world("subset", how)).values()]
    assert max(map(len, joined)) <= size
    assert len(set(joined)) > 0.6 * len(joined)


@settings(max_examples=8)
@given(st.integers(0, 1000), st.floats(0, 1), st.sampled_from(list(LETTERS)))
def test_a_reworded_text_means_the_same_word_by_word(seed: int, share: float, code: str) -> None:
    rng = np.random.default_rng(seed)
    tongue = make_tongue(rng, code)
    text = tongue.sentence(rng, 3, 14)
    reworded = tongue.reworded(rng, text, share)
    pairs = list(zip(text.split(), reworded.split(), strict=True))
    assert all(tongue.places[a] // MEANINGS == tongue.places[b] // MEANINGS for a, b in pairs)
    if share in (0, 1):
        assert all((a == b) == (share == 0) for a, b in pairs)


def test_paraphrased_copies_are_in_other_words() -> None:
    def alike(how: str) -> float:
        """The greatest share of words that texts of two members have in common, on the median over members."""
        made = world("paraphrase", how)
        texts = {row["key"]: [] for row in rows(made, operation(made)["members"])}  # type: dict[str, list[set[str]]]
        for row in rows(made, operation(made)["members"]):
            if row["kind"] == "post" and not row["urls"] and len(row["text"].split()) > 8:
                texts[row["key"]].append({word for word in row["text"].split() if not word.startswith("#")})
        best = [
            max((len(a & b) / min(len(a), len(b)) for k in texts if k != key for b in texts[k]), default=0.0)
            for key, own in texts.items()
            for a in own
        ]
        return float(np.quantile(best, 0.7))

    assert alike("30") > 0.55 > alike("100")


def test_translated_copies_say_the_same_in_each_members_tongue() -> None:
    made = world("translate", "4")
    rng = np.random.default_rng([2, *b"adversary-translate-4"])
    tongues = {tongue.code: tongue for tongue in make_world(rng, POSTS).tongues}
    members = operation(made)["members"]
    said: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for row in rows(made, members):
        words = row["text"].split()
        if row["kind"] == "post" and all(word in tongues[row["lang"]].places for word in words):
            said[tuple(tongues[row["lang"]].places[word] for word in words)].add(row["lang"])
    assert len({row["lang"] for row in rows(made, members)}) == 4
    assert sum(len(languages) >= 3 for languages in said.values()) > 8


def test_hijacked_links_are_the_crowds_own() -> None:
    made = world("hijack", "100")
    told = operation(made)
    crowd = Counter(
        bare(url) for row in rows(made) if row["key"] not in told["members"] for url in set(row["urls"] or ())
    )
    assert np.mean([crowd[link] > 0 for link in told["links"]]) > 0.8
    assert np.mean([crowd[link] for link in told["links"]]) > 1.5 * np.mean(list(crowd.values()))
    rng = np.random.default_rng(0)
    half, stage = Adversary(linked=1.0, hijacked=0.5), Stage(rng, make_world(rng, 500))
    own = [_link(stage, half, number).startswith("https://page") for number in range(half.messages)]
    assert own == [False] * 12 + [True] * 12


@pytest.mark.parametrize(("how", "share"), [("50", 0.5)])
def test_removed_accounts_fall_silent_and_fresh_ones_take_over(how: str, share: float) -> None:
    made = world("churn", how)
    told, turn = operation(made), START + HALF * DAY
    gone = {f"{r['platform']}:{r['account_id']}" for r in made.deletions.to_pylist() if r["post_id"] is None}
    size = len(told["members"]) - told["replaced"]
    assert len(gone) == told["replaced"] == round(share * size)
    at: dict[str, list[float]] = defaultdict(list)
    for row in rows(made, told["members"]):
        at[row["key"]].append(row["posted_at"].timestamp())
    created = {f"{r['platform']}:{r['account_id']}": r["created_at"].timestamp() for r in made.accounts.to_pylist()}
    fresh = {key for key in told["members"] if created[key] > START}
    assert len(fresh) == len(gone)
    assert all(max(at[key]) < turn for key in gone)
    assert all(min(at[key]) >= turn > created[key] for key in fresh)


@pytest.mark.parametrize("platforms", [4])
def test_a_split_ring_is_evenly_on_its_platforms(platforms: int) -> None:
    counts = Counter(member.split(":")[0] for member in operation(world("split", str(platforms)))["members"])
    assert len(counts) == platforms
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize(("how", "posts"), [("6-posts", 6)])
def test_framed_innocents_are_copied_and_copy_nobody(how: str, posts: int) -> None:
    made = world("framing", how)
    told = operation(made)
    ((framed,), members) = (made.truth["framed"], set(told["members"]))
    assert not members & set(framed["members"])
    first: dict[str, str] = {}
    copies: dict[str, set[str]] = defaultdict(set)
    for row in rows(made):
        for link in map(bare, row["urls"] or ()):
            copies[first.setdefault(link, row["key"])] |= {link} if row["key"] in members else set()
    assert np.median([len(copies[key]) for key in framed["members"]]) >= posts - 1
    own = [bare(url) for row in rows(made, framed["members"]) for url in row["urls"] or ()]
    assert not set(own) & set(told["links"])


def test_attacks_combine() -> None:
    made = simulate(f"{HEAD}combined-hard", seed=1, posts=6000)
    told = operation(made)
    assert any("page" not in link for link in told["links"])
    times = [list(times.values()) for times in pushed(made).values()]
    assert np.median([np.ptp(each) for each in times]) > DAY
    assert len(rows(made, told["members"])) > 5 * told["plan"]["messages"] * 6
