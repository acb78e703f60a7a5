from hypothesis import given, settings
from hypothesis import strategies as st

from inconcert.sites.families.neighbours import candidates, letters

WORD = st.text("abcdefghijklmnop", min_size=9, max_size=14)


def pairs(labels):
    return {(labels[i], labels[j]) for i, j in candidates(labels)}


@settings(deadline=None)
@given(WORD, st.data())
def test_a_scramble_with_a_letter_dropped_is_always_compared(word, data):
    shuffled = data.draw(st.permutations(list(word)))
    other = "".join(shuffled[: data.draw(st.integers(len(word) - 2, len(word)))])
    labels = sorted({word, other})
    assert len(labels) == 1 or tuple(labels) in pairs(labels)


@settings(deadline=None)
@given(WORD, st.sampled_from("qrstuvwxyz"), st.integers(0, 8))
def test_an_exchanged_letter_is_always_compared(word, letter, place):
    labels = sorted({word, word[:place] + letter + word[place + 1 :]})
    assert tuple(labels) in pairs(labels)


def test_words_without_common_letters_are_not_compared():
    assert pairs(sorted(["abcabcabc", "xyzxyzxyz", "mnopmnop"])) == set()


def test_pairs_grow_with_the_list_and_not_with_its_square():
    labels = sorted("".join(["abcdefghij"[int(digit)] for digit in f"{number:06d}"]) + "qrst" for number in range(4000))
    assert len(candidates(labels)) < 200 * len(labels)


def test_hyphens_do_not_count_as_letters():
    assert (letters(["a-b-c"]) == letters(["abc"])).all()


def test_nothing_is_compared_in_an_empty_list():
    assert candidates([]).shape == (0, 2)
