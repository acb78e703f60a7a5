"""What gets into a dossier: confirmed networks only, numbers as the source has them, nobody who is held back."""

from __future__ import annotations

import pytest
from casefile import IMPRINT, ada, bo

from inconcert.casework import Actor, Casebook, FindingRef
from inconcert.casework.confirming import confirming
from inconcert.dossier import Source, gather
from inconcert.dossier.assets import own, suspect
from inconcert.dossier.conformance import check_form
from inconcert.dossier.figures import numbers
from inconcert.dossier.material import Material
from inconcert.dossier.specimen import specimen
from inconcert.errors import InputError, NotAllowed


def says(dossier, what):
    return [number.says for number in dossier.chapters[0].numbers if number.what == what]


def opened(tmp_path, *, people=2, verdict="confirmed", network=None):
    """A case of the specimen's network in a casebook of its own, decided by so many people."""
    book = Casebook.open(f"sqlite:///{tmp_path}/casework.sqlite")
    finding = specimen().chapters[0].finding
    case = ada(book).open_case("Bridge", "Who?", [FindingRef.of("run", finding)])
    decision = ada(book).decide(case.id, verdict, "It is so.", network)
    if people > 1:
        bo(book).review(ada(book).ask_review(decision.id).id, verdict, "So it is.")
    return book, case.id


def test_only_what_two_people_confirmed_gets_in(casefile, whole):
    assert [chapter.network_id for chapter in whole.chapters] == [casefile.ring]
    assert whole.left_out == (casefile.channels,)


def test_one_person_is_not_enough(tmp_path):
    book, case = opened(tmp_path, people=1)
    with pytest.raises(NotAllowed, match="two people"):
        gather(book, ada(book).actor, case, None, IMPRINT)


def test_a_later_verdict_of_two_takes_it_back(tmp_path):
    book, case = opened(tmp_path)
    again = ada(book).decide(case, "benign coordination", "It was a newsroom after all.")
    assert confirming(ada(book).case(case, why="test")), "it holds until the second person agrees"
    third = book.desk(Actor("Cy", frozenset({"reviewer"}), "test"))
    third.review(ada(book).ask_review(again.id).id, "benign coordination", "A newsroom.")
    with pytest.raises(NotAllowed):
        gather(book, ada(book).actor, case, None, IMPRINT)


def test_whoever_may_still_review_blind_gets_nothing(tmp_path):
    book, case = opened(tmp_path, people=1)
    ada(book).ask_review(ada(book).case(case, why="test").decisions[0].id)
    with pytest.raises(NotAllowed, match="blind"):
        gather(book, bo(book).actor, case, None, IMPRINT)


def test_a_viewer_may_not_publish(casefile, book):
    with pytest.raises(NotAllowed, match="investigator"):
        gather(book, Actor("Vi", frozenset({"viewer"}), "test"), casefile.case_id, casefile.folder, IMPRINT)


def test_the_reading_stands_in_the_log(casefile, book):
    gather(book, ada(book).actor, casefile.case_id, casefile.folder, IMPRINT, why="published as stone tablet")
    found = book.desk(Actor("Eve", frozenset({"admin"}), "test")).audit(limit=20)
    assert any(row.why == "published as stone tablet" and row.who == "Ada Grey" for row in found)


def test_where_a_following_is_not_known_there_is_no_upper_bound(whole):
    (said,) = says(whole, "followers")
    assert said == "At least 900 accounts followed one or more of the 10 accounts on X: known for 9 of 10."
    unknown = [asset for asset in whole.chapters[0].assets if asset.role == "member" and asset.followers is None]
    assert [asset.name for asset in unknown] == ["harbour_voice"]


def test_posts_whose_language_is_not_known_are_counted(whole):
    chapter = whole.chapters[0]
    spoken = {"uz": 2, "und": chapter.finding["posts"] - 2}
    (said,) = [
        one.says
        for one in numbers({**chapter.finding, "languages": spoken}, (), Material(None, {}))
        if one.what == "languages"
    ]
    assert said == f"Uzbek (2 posts); of {chapter.finding['posts'] - 2:,} posts it is not known."


def test_money_keeps_its_currency_and_its_open_end(whole):
    said = says(whole, "advertising")
    assert said[0].startswith("Between 100 and 298 EUR for 2 ads on Facebook")
    assert said[1].startswith("At least 50 USD for 1 ad on Facebook")
    assert "what they cost is not known" in said[2]
    money = [number for number in whole.chapters[0].numbers if number.unit == "money" and number.low is not None]
    assert all(number.currency and number.period for number in money)


def test_who_paid_is_no_operator(whole):
    roles = {asset.id: asset.role for asset in whole.chapters[0].assets}
    assert roles["77001"] == "paid"
    assert roles["harbour-news.example"] == "pushed"


def test_a_member_that_a_trait_excuses_is_held_back(whole):
    assert [one["handle"] for one in whole.chapters[0].held] == ["bridge_facts"]
    assert "bridge_facts" not in {asset.name for asset in whole.chapters[0].assets}
    assert not any("bridge_facts" in one.value for one in whole.indicators)


def test_every_number_names_where_it_can_be_opened(whole):
    for number in whole.chapters[0].numbers:
        assert number.sources, number.what
        assert all(isinstance(source, Source) and source.ref for source in number.sources)


def test_a_site_is_an_indicator_only_when_something_is_known_of_it(whole):
    sites = [one for one in whole.indicators if one.type == "domain_name"]
    assert [one.defanged for one in sites] == ["harbour-news[.]example"]
    assert "looks like harbournews.example" in sites[0].comment


def test_a_numbered_name_that_others_link_to_is_no_indicator():
    row = {"resembles": None, "family": "forum0", "posts": 8, "other_posts": 17}
    assert not suspect(row)
    assert suspect(row | {"other_posts": 3})


def test_without_the_folder_nothing_is_made_up(casefile, book):
    bare = gather(book, ada(book).actor, casefile.case_id, None, IMPRINT)
    assert "is not known" in says(bare, "followers")[0]
    assert bare.manifest["runs"] == {"0123456789abcdef": None}
    assert bare.control == {}


def test_an_old_copy_is_refused_by_name(tmp_path):
    book = Casebook.open(f"sqlite:///{tmp_path}/casework.sqlite")
    case = ada(book).open_case("Old", "Who?", [FindingRef.of("run", {"id": "net-1", "members": []})])
    decision = ada(book).decide(case.id, "confirmed", "It is so.")
    bo(book).review(ada(book).ask_review(decision.id).id, "confirmed", "So it is.")
    with pytest.raises(InputError, match="frozen without axes"):
        gather(book, ada(book).actor, case.id, None, IMPRINT)


def test_the_contract_is_told_when_a_form_breaks_it(tmp_path):
    from inconcert.dossier.form import Form, replacing
    from inconcert.errors import PluginError

    class Leaky(Form):
        name, title, suffix = "leaky", "Everything", ".txt"

        def write(self, dossier, target):
            with replacing(target) as partial:
                partial.write_text(f"https://harbour-news.example {dossier}")

    with pytest.raises(PluginError, match="lacks the warning"):
        check_form(Leaky(), tmp_path)


def test_a_few_links_that_chance_gives_too_are_no_place_that_it_pushes():
    row = {"accounts": 2, "other_posts": 97, "lift": 2.4, "resembles": None, "family": None}
    assert not own({**row, "posts": 2})
    assert own({**row, "posts": 28, "lift": 60.0})
    assert not own({**row, "posts": 28, "lift": 1.5})


def test_the_days_between_two_dates_are_those_of_the_calendar(whole):
    finding = {**whole.chapters[0].finding, "first_at": "2021-03-01T23:00:00Z", "last_at": "2021-03-26T01:00:00Z"}
    (days,) = (one for one in numbers(finding, (), Material(None, {})) if one.what == "days")
    assert days.value == 26


def test_ads_are_told_from_posts(whole):
    finding = {**whole.chapters[0].finding, "ads": 3}
    (first, *_) = (one.says for one in numbers(finding, (), Material(None, {})) if one.what == "posts")
    assert first.startswith(f"{finding['posts']} posts and ads in this material")
