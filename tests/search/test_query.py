"""What is typed is understood, or refused with its place and how to write it."""

import pytest

from inconcert.errors import UsageError
from inconcert.search.query import parse


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "the search is empty"),
        ("-word", "only says what to leave out"),
        ('two "words', "quotation mark is not closed, at character 5"),
        ("lagn:de", r"no filter 'lagn:', at character 1.*lang"),
        ("word from:", "from: says nothing, at character 6"),
        ("after:yesterday", "'yesterday' is no day.*after:2022-01-01"),
        ("after:2022-02-30", "is no day"),
        ("-after:2022-02-03", "after: stands alone"),
        ("OR word", "nothing stands before OR, at character 1"),
        ("word OR", "nothing follows OR"),
        ("one OR -two", "- cannot follow OR"),
        ("word !!!", "there is no word here"),
    ],
)
def test_refusals_say_where_and_how(query: str, told: str) -> None:
    with pytest.raises(UsageError, match=f"(?s){told}"):
        parse(query)


def test_an_address_is_words_and_no_filter() -> None:
    assert [clause.text for clause in parse("https://a.example/b").words] == ["https a example b"]


def test_a_filter_can_hold_spaces() -> None:
    ((clause,),) = parse('from:"Ana B"').wanted
    assert (clause.field, clause.text) == ("from", "ana b")
