import json
from dataclasses import replace
from datetime import date

import pytest

from inconcert.dossier.specimen import MEMBER
from inconcert.errors import InputError
from inconcert.exchange.dsa import DsaStatements, statements
from inconcert.exchange.dsa_rules import faults

WORD = {"type": "string", "minLength": 1}
DAY = {"type": "string", "pattern": r"^20\d\d-\d\d-\d\d$"}
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["decision_ground", "content_type", "category", "content_date", "application_date", "decision_facts",
                 "source_type", "automated_detection", "automated_decision", "puid"],
    "anyOf": [{"required": ["decision_visibility"]}, {"required": ["decision_account"]}],
    "properties": {
        "decision_visibility": {"type": "array", "minItems": 1, "items": {
            "pattern": "^DECISION_VISIBILITY_(CONTENT_(REMOVED|DISABLED|DEMOTED|AGE_RESTRICTED|LABELLED)|OTHER)$"}},
        "decision_account": {"enum": ["DECISION_ACCOUNT_SUSPENDED", "DECISION_ACCOUNT_TERMINATED"]},
        "decision_ground": {"enum": ["DECISION_GROUND_INCOMPATIBLE_CONTENT"]},
        "incompatible_content_ground": {**WORD, "maxLength": 500},
        "incompatible_content_explanation": {**WORD, "maxLength": 2000},
        "incompatible_content_illegal": {"enum": ["Yes", "No"]},
        "content_type": {"type": "array", "minItems": 1, "items": {
            "enum": ["CONTENT_TYPE_TEXT", "CONTENT_TYPE_OTHER"]}},
        "content_type_other": {**WORD, "maxLength": 500},
        "category": {"pattern": "^STATEMENT_CATEGORY_[A-Z_]+$"},
        "category_addition": {"type": "array", "items": {"pattern": "^STATEMENT_CATEGORY_[A-Z_]+$"}},
        "category_specification": {"type": "array", "items": {"pattern": "^KEYWORD_[A-Z_]+$"}},
        "content_date": DAY,
        "application_date": DAY,
        "end_date_account_restriction": DAY,
        "end_date_visibility_restriction": DAY,
        "decision_facts": {**WORD, "maxLength": 5000},
        "source_type": {"enum": ["SOURCE_VOLUNTARY"]},
        "automated_detection": {"enum": ["Yes", "No"]},
        "automated_decision": {"enum": ["AUTOMATED_DECISION_NOT_AUTOMATED"]},
        "puid": {"type": "string", "maxLength": 500, "pattern": "^[a-zA-Z0-9-_]+$"},
    },
}  # fmt: skip
"""The rules of the database for what drafts hold, written down a second time."""


def with_rows(dossier, *changes):
    return replace(dossier, ledger=tuple({**dossier.ledger[0], "key": f"k{n}", **one} for n, one in enumerate(changes)))


def check(made):
    import jsonschema

    jsonschema.validate(made, SCHEMA)
    if "CONTENT_TYPE_OTHER" in made["content_type"]:
        assert made["content_type_other"]


@pytest.mark.parametrize("action", ["label", "limit", "suspend", "remove", "takedown"])
@pytest.mark.parametrize("kind", ["account", "post", "page", "group", "channel", "site", "ad", "petition"])
def test_every_item_gives_a_valid_statement(shown, kind, action):
    (made,) = statements(with_rows(shown, {"kind": kind, "action": action, "expires_at": "2026-09-01"}))
    check(made)
    on_account = "decision_account" in made
    assert on_account == (kind != "post" and action in {"suspend", "remove", "takedown"})


def test_days_are_those_of_the_account_and_of_the_action(shown):
    (made,) = statements(shown)
    assert made["content_date"] == "2026-03-02"
    assert made["application_date"] == "2026-03-21"
    assert made["decision_facts"].startswith("Draft, not filed")
    assert "not known" not in made["decision_facts"]


def test_what_is_not_known_or_not_done_yet_is_said(shown):
    (made,) = statements(with_rows(shown, {"target": "unknown", "standing": "waiting"}))
    assert "The day of the content is not known" in made["decision_facts"]
    assert "was not applied yet" in made["decision_facts"]


@pytest.mark.parametrize(
    "change", [{"standing": "undone"}, {"standing": "refused"}, {"overturned": True}, {"action": "report"}]
)
def test_what_is_not_in_force_has_no_statement(shown, change, tmp_path):
    with pytest.raises(InputError, match="no takedown of this case"):
        DsaStatements().write(with_rows(shown, change), tmp_path / "x.jsonl")
    assert not (tmp_path / "x.jsonl").exists()


def test_no_draft_holds_personal_data_whatever_the_redaction(shown):
    reason = f"@{MEMBER} and {MEMBER} at https://x.com/{MEMBER} pretend"
    (made,) = statements(with_rows(shown, {"reason": reason}))
    assert MEMBER not in json.dumps(made)
    assert made["incompatible_content_explanation"] == "[account] and [account] at [account] pretend"


def test_the_key_of_the_item_is_the_key_of_the_statement(shown):
    made = list(statements(with_rows(shown, {"key": "a"}, {"key": "b"})))
    assert [one["puid"] for one in made] == ["inconcert-a", "inconcert-b"]


@pytest.mark.parametrize(
    ("change", "fault"),
    [({"puid": "a b"}, "puid"), ({"content_date": "1999-01-01"}, "content_date"), ({"content_date": "soon"}, "no day"),
     ({"decision_account": "SHUT"}, "decision_account"), ({"decision_facts": "x" * 5001}, "too long"),
     ({"decision_account": None, "decision_visibility": []}, "no decision"), ({"category": ""}, "category is missing"),
     ({"content_type": ["CONTENT_TYPE_SMELL"]}, "content_type"), ({"application_date": "2019-01-01"}, "before")],
)  # fmt: skip
def test_a_broken_statement_is_told(shown, change, fault):
    (made,) = statements(shown)
    assert not list(faults(made))
    assert any(fault in each for each in faults({**made, **change}))


def test_a_statement_that_would_break_the_rules_is_not_written(shown):
    old = replace(shown.chapters[0].assets[0], created_at=None, first_at=shown.case.opened_at.replace(year=1999))
    chapter = replace(shown.chapters[0], assets=(old,))
    with pytest.raises(InputError, match="content_date is before"):
        list(statements(replace(shown, chapters=(chapter,))))


def test_the_day_of_publication_stands_for_a_day_of_application_that_is_not_known(shown):
    told = replace(shown, imprint=replace(shown.imprint, published=date(2026, 6, 1)))
    (made,) = statements(with_rows(told, {"at": None}))
    assert made["application_date"] == "2026-06-01"
    assert "day on which it was applied is not known" in made["decision_facts"]
