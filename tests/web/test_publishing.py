"""The page on which a confirmed case is published."""

from __future__ import annotations

import re
import shutil

import pytest
from workbenches import browser, settings, token


@pytest.fixture
def folder(casefile, tmp_path):
    return shutil.copytree(casefile.folder.path, tmp_path / "spring-op")


@pytest.fixture
def client(folder):
    with browser(settings(folder)) as entered:
        yield entered


@pytest.fixture
def case(casefile):
    return f"/i/orvela-bridge/cases/{casefile.case_id}"


def sent(client, case, path, **fields):
    return client.post(f"{case}/publish/{path}", data={"csrf": token(client, "/i/orvela-bridge/runs"), **fields})


def test_the_case_leads_to_its_publication(client, case):
    assert f'href="{case}/publish"' in client.get(case).text
    page = client.get(f"{case}/publish").text
    assert "1 confirmed network will be told of. 1 not confirmed by two people is left out." in page


def test_the_preview_is_a_page_of_its_own_in_which_nothing_runs(client, case):
    made = sent(client, case, "preview", tlp="GREEN", publisher="The Example")
    assert made.status_code == 200
    assert "sandbox" in made.headers["content-security-policy"]
    assert "script-src" not in made.headers["content-security-policy"]
    assert "TLP:GREEN" in made.text
    assert "The Example" in made.text
    assert "harbour_voice" not in made.text


def test_handles_are_shown_when_that_is_chosen(client, case):
    assert "harbour_voice" in sent(client, case, "preview", handles="shown").text


@pytest.mark.parametrize(("document", "suffix", "first"), [("fact-sheet", ".pdf", b"%PDF"), ("notice", ".docx", b"PK"),
                                                           ("report", ".md", b"**TLP")])  # fmt: skip
def test_documents_can_be_taken_away(client, case, document, suffix, first):
    made = sent(client, case, "file", document=document, suffix=suffix)
    assert made.status_code == 200
    assert made.content.startswith(first)
    assert f'filename="case-1-{document}{suffix}"' in made.headers["content-disposition"]


def test_a_sentence_that_may_not_stand_is_told_on_the_page_and_nothing_is_lost(client, case):
    made = sent(client, case, "preview", effect="They spent $5 on it.", purpose="To warn.")
    assert made.status_code == 422
    text = re.sub(r"<[^>]+>", "", made.text)
    assert "They spent $5 on it." in text
    assert "To warn." in text


def test_an_unknown_document_or_kind_is_refused(client, case):
    assert sent(client, case, "file", document="poster").status_code == 400
    assert sent(client, case, "file", document="notice", suffix=".pdf").status_code == 400
