import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.profile.terms import Term, terms


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
