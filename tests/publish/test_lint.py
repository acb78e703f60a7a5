"""What the linter refuses, sentence by sentence, and what it lets through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.casework.attributing import SYNONYMS
from inconcert.casework.pseudonyms import Pseudonyms
from inconcert.casework.words import CONFIDENCES, LIKELIHOODS
from inconcert.dossier import Imprint
from inconcert.dossier.specimen import specimen
from inconcert.dossier.words import CAVEAT
from inconcert.errors import InputError
from inconcert.publish import lint
from inconcert.publish.blocks import Document, Section, paragraph
from inconcert.publish.composing import fact_sheet, threat_report

DOSSIER = specimen(Imprint(redaction="shown", affected=("Harbour News", "senator_x")))


def document(*texts, voice="people", tlp="AMBER", caveat=CAVEAT):
    blocks = tuple(paragraph(text, voice=voice) for text in (*texts, caveat))
    return Document("Orvela", "", tlp, "2026-03-20", (), (Section("Text", blocks),))


def rules(*texts, outsiders=(), **given):
    return [fault.rule for fault in lint.faults(document(*texts, **given), DOSSIER, outsiders)]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("It is likely, with high confidence, that they are one.", "likelihood and confidence in one sentence"),
        ("We are confident that it is very unlikely.", "likelihood and confidence in one sentence"),
        ("It is likely or very likely.", "words of two rows of likelihood in one sentence"),
        ("They spent $105,000 on ads.", "an amount without its currency"),
        ("They spent about 105,000 on ads.", "an amount without its currency"),
        ("The accounts are run by a troll farm.", "an actor whom no judgement names"),
        ("This Russian operation began in May.", "an actor whom no judgement names"),
        ("A China-linked network.", "an actor whom no judgement names"),
        ("The order came from Russia.", "an actor whom no judgement names"),
        ("They answered @somebody_else.", "a handle outside the networks"),
    ],
)
def test_what_may_not_stand(sentence, rule):
    assert rules(sentence) == [rule]


@pytest.mark.parametrize(
    "sentence",
    [
        "It is likely that they are one. Confidence in this is high.",
        "They spent 105,000 USD on ads.",
        "The ads were seen in Ukraine.",
        "What they cost is not known (2026-03-02 to 2026-03-06).",
        "They posed as @senator_x and wrote to desk@example.org.",
        "Likely (55 to 80%) that a shipping firm ordered it.",
        "The public holidays of China say nothing either way.",
    ],
)
def test_what_may_stand(sentence):
    assert rules(sentence) == []


def test_every_word_of_likelihood_has_its_row():
    assert set(SYNONYMS) | set(LIKELIHOODS) <= set(lint.ROWS)


def test_a_live_address_is_refused_however_it_got_in():
    block = paragraph("x")
    live = replace(block, line=(replace(block.line[0], text="see https://other.example/a"),))
    made = Document("Orvela", "", "AMBER", "2026-03-20", (), (Section("Text", (live, paragraph(CAVEAT))),))
    assert [fault.rule for fault in lint.faults(made, DOSSIER)] == ["a live address"]


def test_a_site_of_the_network_is_live_without_its_scheme_too():
    block = paragraph("x")
    live = replace(block, line=(replace(block.line[0], text="see harbour-news.example now"),))
    made = Document("Orvela", "", "AMBER", "2026-03-20", (), (Section("Text", (live, paragraph(CAVEAT))),))
    assert [fault.rule for fault in lint.faults(made, DOSSIER)] == ["a live address"]
    assert rules("see harbour-news.example now") == []  # made inert when it was laid in


def test_the_publishers_own_address_may_stand():
    dossier = replace(DOSSIER, imprint=Imprint(url="https://publisher.example/report", redaction="shown"))
    made = fact_sheet(dossier.redacted(_Names()))
    assert [fault for fault in lint.faults(made, dossier) if fault.rule == "a live address"] == []


def test_an_actor_in_a_judgement_may_be_named_in_it_and_after_it():
    said = DOSSIER.attribution.judgements[0]
    judged = replace(said, says=("At the level country: likely (55 to 80%) that Russia ordered it.",))
    dossier = replace(DOSSIER, attribution=replace(DOSSIER.attribution, judgements=(judged,)))
    assert list(lint.faults(document("The order came from Russia."), dossier)) == []
    assert [fault.rule for fault in lint.faults(document("The order came from China."), dossier)] == [
        "an actor whom no judgement names"
    ]


def test_to_ask_who_is_behind_it_names_nobody():
    assert rules("The question was: Do they act together, and who is behind it?", voice="people") == []
    assert rules("Who is behind these?", voice="people") == []
    for said in ("It is clear who is behind it.", "Does the firm who is behind it know?", "Is Acme behind it?"):
        assert rules(said, voice="people") == ["an actor whom no judgement names"]


def test_words_of_the_material_are_quoted_and_not_said():
    assert rules("China is behind it, likely, with high confidence, for $5.", voice="quoted") == []


def test_an_outsider_is_found_inside_of_quoted_words_too():
    assert rules("reader_77 wrote it", voice="quoted", outsiders={"Reader_77"}) == ["an account outside the networks"]


def test_tlp_and_caveat_must_be_there():
    assert rules("x", tlp="WHITE") == ["no TLP"]
    assert rules("x", caveat="Read on.") == ["no caveat"]


def test_the_message_names_the_sentence_and_what_to_do():
    with pytest.raises(InputError, match=r"«They spent \$105,000\.» Name it, such as 105,000 USD"):
        lint.check(document("They spent $105,000."), DOSSIER)


@given(st.sampled_from(sorted(LIKELIHOODS)), st.sampled_from(CONFIDENCES), st.text("abcdefgh ", max_size=30))
def test_no_sentence_holds_both_words(likelihood, confidence, between):
    assert rules(f"It is {likelihood} {between} and our confidence is {confidence}.") != []
    assert rules(f"It is {likelihood} {between}. Our confidence is {confidence}.") == []


@given(st.sampled_from(sorted(LIKELIHOODS)), st.sampled_from(sorted(LIKELIHOODS)))
def test_rows_are_not_mixed(one, other):
    found = rules(f"It is {one}, if not {other}, so.")
    assert (found == []) == (one == other)


@given(st.integers(1, 10**9), st.sampled_from(["spent", "paid", "cost"]))
def test_an_amount_is_nothing_without_its_currency(amount, verb):
    assert rules(f"They {verb} {amount:,} for it.") == ["an amount without its currency"]
    assert rules(f"They {verb} {amount:,} EUR for it.") == []


@given(st.sampled_from(["purpose", "effect", "found_how"]), st.sampled_from(["$5 was paid.", "China is behind it."]))
def test_nothing_from_an_imprint_passes_by(field, sentence):
    dossier = specimen(Imprint(**{field: sentence})).redacted(_Names())
    assert any(sentence in fault.sentence for fault in lint.faults(threat_report(dossier), dossier))


class _Names(Pseudonyms):
    """Pseudonyms with a key of their own, without a file."""

    _key = b"\x07" * 32

    def __init__(self):
        pass
