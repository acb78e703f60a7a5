import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.profile.terms import Term, chained, terms


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The steel is THIN, @mayor! https://a.example/x 2024", ["the", "steel", "thin"]),
        ("奥维拉桥", ["奥维", "维拉", "拉桥"]),
        ("桥", ["桥"]),
        ("สะพาน", ["สะพา", "ะพาน"]),
        ("мост не тот", ["мост", "не", "тот"]),
        ("bridge桥梁bridge", ["bridge", "桥梁"]),
        ("", []),
        (None, []),
    ],
)
def test_words_and_pieces(text, said):
    assert [term.text for term in terms(text, None, None)] == said


def test_hashtags_and_sites_are_terms_of_their_own():
    found = terms("Read #Bridge", ["bridge"], ["paper.example"])
    assert [str(term) for term in found] == ["#bridge", "paper.example", "read"]
    assert Term("word", "bridge") not in found


@given(st.text(max_size=60))
def test_any_text_gives_distinct_terms(text):
    found = terms(text, None, None)
    assert len(found) == len(set(found))
    assert all(term.text for term in found)


def test_pieces_of_one_word_are_put_together():
    found = [Term("piece", text) for text in ("拉大", "奥维", "维拉", "大桥")] + [Term("word", "steel")]
    always = np.full((5, 5), 9)
    assert [term.text for term in chained(found, always)] == ["奥维拉大桥", "steel"]
    apart = np.diag(np.full(5, 9))
    assert chained(found, apart) == found


@given(st.text("ab", min_size=2, max_size=8), st.integers(1, 9))
def test_chaining_ends_and_loses_no_piece(run, times):
    """Also pieces that lead back to each other: a ring is broken, not walked for ever."""
    found = list(dict.fromkeys(Term("piece", run[n : n + 2]) for n in range(len(run) - 1)))
    made = chained(found, np.full((len(found), len(found)), times))
    assert all(any(piece.text in term.text for term in made) for piece in found)
