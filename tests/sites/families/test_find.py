import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.sites.families import families
from inconcert.sites.families.family import NUMBERED, SAME, VARIANTS
from inconcert.sites.families.find import find
from inconcert.sites.families.reading import Candidate, host

SCRAMBLED = [f"{label}.{suffix}" for label in ("sprachfriheit", "sprachfreihiet", "sprchafreiheit", "sparchfreheit")
             for suffix in ("site", "space", "pw")]  # fmt: skip
HONEST = ["bakery.com", "river-walk.org", "musikschule-nord.de", "greenhouse.co.uk", "planetarium.cz", "bakery.de"]


def listed(names):
    return [Candidate(name, host(name)) for name in names]


def test_scrambles_of_one_word_are_one_family_and_honest_names_stand_alone():
    said = families(SCRAMBLED + HONEST)
    assert len({said[name] for name in SCRAMBLED}) == 1
    assert all(said[name] is None for name in HONEST)
    (family,) = find(listed(SCRAMBLED + HONEST))
    assert family.kind == VARIANTS
    assert family.chance < 1e-9
    assert family.suffixes == ["pw", "site", "space"]


def test_two_phrases_are_two_families():
    other = [f"{label}.fun" for label in ("vogelperspektive", "vogelprespektive", "voglperspektvie", "vogelpersektive")]
    said = families(SCRAMBLED + other + HONEST)
    assert len({said[name] for name in other}) == 1
    assert said[other[0]] not in (None, said[SCRAMBLED[0]])


def test_numbers_under_one_name_are_a_family():
    names = [f"kruzanobet{number}.com" for number in (17, 204, 388, 9012)]
    (family,) = find(listed(names + HONEST))
    assert (family.kind, family.members) == (NUMBERED, names)


def test_one_label_is_a_family_on_cheap_suffixes_only():
    cheap = [f"zwietrachtblatt.{suffix}" for suffix in ("online", "site", "fun", "live")]
    (family,) = find(listed(cheap + HONEST))
    assert family.kind == SAME
    brand = [f"zwietrachtblatt.{suffix}" for suffix in ("de", "at", "ch", "com", "net")]
    assert find(listed(brand + HONEST)) == []


def test_common_words_under_many_suffixes_are_no_family():
    assert find(listed([f"home.{suffix}" for suffix in ("online", "site", "fun", "live", "shop")])) == []


def test_what_is_no_host_belongs_to_none():
    said = families([*SCRAMBLED, "", "not a host", "..", "x" * 300 + ".com", "xn--zz.com", "\u202ebad", "a.notasuffix"])
    assert said["not a host"] is None
    assert said[SCRAMBLED[0]] is not None


def test_what_is_beyond_chance_among_few_is_not_among_many():
    few = ["taverno.site", "tavreno.fun", "tavernno.pw"]
    assert find(listed(few))
    letters = random.Random(1)
    crowd = ["".join(letters.choices("abcdefghijklmnoprstuvz", k=10)) + ".com" for _ in range(30_000)]
    assert families(few + crowd)[few[0]] is None


def test_each_family_has_a_name_of_its_own_and_each_name_one_family():
    names = SCRAMBLED + [f"kruzanobet{number}.com" for number in range(100, 110)]
    found = find(listed(names))
    members = [member for family in found for member in family.members]
    assert len(members) == len(set(members))
    assert len({family.name for family in found}) == len(found) == 2


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_order_and_case_of_the_list_do_not_matter(draw):
    names = SCRAMBLED + HONEST
    shuffled = [name.upper() if draw.random() < 0.5 else name for name in draw.sample(names, len(names))]
    plain, other = families(names), families(shuffled)
    assert {name.lower(): family for name, family in other.items()} == plain


@pytest.mark.parametrize("seed", range(8))
def test_drawn_scrambles_of_a_long_word_come_together(seed):
    draw = random.Random(seed)
    labels = {_scrambled("kaffeekränzchen".replace("ä", "ae"), draw) for _ in range(12)}
    names = [f"{label}.{suffix}" for label in sorted(labels) for suffix in ("site", "fun")]
    said = families(names + HONEST)
    together = max(map(len, _groups(said).values()))
    assert together >= 0.9 * len(names)


def _scrambled(word, draw):
    letters = list(word)
    for _ in range(draw.choice((1, 2))):
        at = draw.randrange(len(letters) - 1)
        letters[at : at + 2] = letters[at + 1], letters[at]
    if draw.random() < 0.4:
        del letters[draw.randrange(1, len(letters))]
    return "".join(letters)


def _groups(said):
    groups = defaultdict(list)
    for name, family in said.items():
        if family:
            groups[family].append(name)
    return groups


def test_a_day_on_which_far_more_names_of_one_make_were_registered_is_a_burst():
    draw, start = random.Random(3), date(2024, 3, 1)
    words = ["river", "music", "garden", "clever", "winter", "silver", "bistro", "market", "window", "orange", "simple"]
    every = [f"{a}{b}" for a in words for b in words if a != b]
    draw.shuffle(every)
    burst = [Candidate(f"{name}.click", f"{name}.click", start) for name in every[:20]]
    rest = [
        Candidate(name, name, start + timedelta(days=draw.randrange(60)))
        for name in (f"{word}{draw.randrange(10**6)}.com" for word in every)
    ]
    (family,) = [one for one in find(burst + rest) if one.kind == "burst"]
    assert set(family.members) == {one.written for one in burst}
    assert family.days == (start, start, 20)


def test_without_days_there_is_no_burst():
    assert not [one for one in find(listed(f"{word}walk.click" for word in ("a", "b", "c", "d", "e", "f"))) if one.days]
