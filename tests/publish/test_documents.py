"""The documents as a reader gets them."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from bridge import NAMES
from casefile import IMPRINT, ada, attributed
from selectolax.lexbor import LexborHTMLParser

from inconcert.dossier import Imprint
from inconcert.dossier.conformance import text_of
from inconcert.dossier.specimen import specimen
from inconcert.dossier.words import CAVEAT
from inconcert.errors import InputError, UsageError
from inconcert.publish import html, lint, markdown, narrating, pdf, telling, word
from inconcert.publish.blocks import Table, all_lines, lines_of
from inconcert.publish.composing import fact_sheet, threat_report
from inconcert.publish.letters import notice, right_of_reply
from inconcert.publish.writing import form_of, publish

HEADINGS = [
    "Purpose of this report", "Key takeaways", "The network: 10 accounts on X", "How it was found", "Attribution",
    "Who was told", "How it differs from earlier operations", "Methods", "Corrections and dissent", "Indicators",
    "Annex: evidence",
]  # fmt: skip
PARTS = [
    "Policy, and what was removed", "Origin and targets", "By the numbers", "How it worked", "Narratives",
    "How far it got", "How it was found and confirmed",
]  # fmt: skip


@pytest.fixture(scope="module")
def told(whole, casefile):
    book = casefile.book()
    book.close()
    return whole.redacted(book.pseudonyms)


@pytest.fixture(scope="module")
def read(told):
    return LexborHTMLParser(html.render(threat_report(told)))


def test_sections_stand_in_the_order_of_the_field(read):
    assert [node.text(strip=True) for node in read.css("h2")] == HEADINGS
    parts = [node.text(strip=True) for node in read.css("section#s3 h3")]
    assert [name for name in parts if name in PARTS] == PARTS


def test_the_page_needs_nothing_and_runs_nothing(read):
    assert read.css("script, link, iframe, object, embed, img, form") == []
    assert [
        node for node in read.css("*") if any(name.startswith("on") or name == "style" for name in node.attributes)
    ] == []
    assert all(node.attributes["href"].startswith("#") for node in read.css("a"))
    assert "url(" not in read.css_first("style").text()


def test_every_small_figure_opens_an_entry_that_says_something(read):
    figures = {node.attributes["href"].removeprefix("#") for node in read.css("span.src a")}
    entries = {node.attributes["id"]: node.text(strip=True) for node in read.css("section.entry")}
    assert figures == set(entries)
    assert min(map(len, entries.values())) > 15


def test_every_number_of_the_box_opens_to_its_source(read):
    rows = read.css("dl.facts dd p")
    box = [row for row in rows if re.search(r"\d", row.text()) and row.parent.parent.parent.parent.css_first("h3")]
    assert len(box) > 6
    assert [row.text() for row in box if not row.css("span.src a")] == []


def test_handles_are_hashed_also_in_samples_and_shown_on_demand(whole, book):
    hashed = html.render(threat_report(whole.redacted(book.pseudonyms)))
    open_ = replace(whole, imprint=replace(IMPRINT, redaction="shown")).redacted(book.pseudonyms)
    shown = html.render(threat_report(open_))
    assert [name for name in NAMES if name in hashed] == []
    assert "harbour_voice" in shown
    for text in (hashed, shown):
        assert "reader7" not in text
        assert "bridge_facts" not in text
        assert "Ada Grey" not in text


def test_likelihood_and_confidence_stand_apart(casefile, tmp_path):
    import shutil

    from inconcert.casework import Casebook
    from inconcert.dossier import gather

    shutil.copytree(casefile.folder.path, tmp_path / "copy")
    book = Casebook.open(f"sqlite:///{tmp_path}/copy/casework.sqlite")
    attributed(ada(book), casefile.case_id)
    told = gather(book, ada(book).actor, casefile.case_id, None, IMPRINT).redacted(book.pseudonyms)
    document = threat_report(told)
    lines = [lint.whole(line) for line in all_lines(document)]
    assert "At the level organisation: likely (55 to 80%) that a shipping firm ordered it." in lines
    assert "Confidence in the sources and the reasoning is low." in lines
    assert list(lint.faults(document, told)) == []
    book.close()


def test_what_was_not_said_is_said_to_be_not_given(told):
    bare = replace(told, imprint=Imprint())
    lines = [lint.whole(line) for line in all_lines(threat_report(bare))]
    assert "Purpose of the publication: not given." in lines
    assert "Policies: not given." in lines
    assert lines.count("Not given.") >= 3


@pytest.mark.parametrize("compose", [threat_report, fact_sheet, notice, right_of_reply])
def test_the_caveat_is_in_every_document(told, compose):
    assert CAVEAT in {lint.whole(line) for line in all_lines(compose(told))}


def test_markdown_of_the_material_does_nothing(told):
    tricky = replace(told, case=replace(told.case, question="# [x](https://a.example) | `c` <b> *y*"))
    text = markdown.render(threat_report(tricky))
    assert r"\# \[x\](hxxps://a\[.\]example) \| \`c\` \<b\> \*y\*" in text


def test_footnotes_of_markdown_are_all_there(told):
    text = markdown.render(threat_report(told))
    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE))


def test_the_fact_sheet_is_one_page(told):
    from pypdf import PdfReader

    made = pdf.render(fact_sheet(told))
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert CAVEAT in " ".join(text_of(made).split())


def test_a_pdf_carries_its_title_day_and_links(told):
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf.render(threat_report(told))))
    assert reader.metadata.title == "Orvela: threat report"
    assert any("/Annots" in page for page in reader.pages)
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "TLP:AMBER" in text
    assert "At least 900 accounts followed" in text


def test_scripts_without_a_font_are_told(told, monkeypatch):
    monkeypatch.setattr(pdf, "_families", cache(lambda: frozenset({"Libertinus Serif"})))
    assert "Arabic" in pdf.lacking(threat_report(told))
    assert "for want of a font" in pdf.source(threat_report(told), 10.0)


def test_words_from_right_to_left_are_set_so():
    assert pdf.leans("شبكة of words")
    assert not pdf.leans("words شبكة")


def test_a_word_document_links_figures_to_evidence(told):
    with zipfile.ZipFile(io.BytesIO(word.render(threat_report(told)))) as archive:
        body = archive.read("word/document.xml").decode()
    anchors, marks = set(re.findall(r'w:anchor="(e\d+)"', body)), set(re.findall(r'w:name="(e\d+)"', body))
    assert anchors
    assert anchors <= marks
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_fault_stops_it_before_anything_is_written(casefile, book, tmp_path):
    target = tmp_path / "report.html"
    said = replace(IMPRINT, effect="They spent $5 on it.")
    with pytest.raises(InputError, match="They spent"):
        publish(book, ada(book).actor, casefile.case_id, casefile.folder, said, form_of("report", ".html"), target)
    assert not target.exists()


def test_a_kind_of_file_that_a_document_lacks_is_told():
    with pytest.raises(UsageError, match=r"Endings: \.md, \.docx"):
        form_of("notice", ".pdf")


def test_the_letter_names_what_looks_like_the_reader(told):
    lines = [
        lint.whole(line)
        for line in all_lines(notice(replace(told, imprint=replace(IMPRINT, affected=("Harbour News",)))))
    ]
    assert "To Harbour News" in lines
    assert "harbour-news[.]example" in lines
    assert any("looks like harbournews[.]example" in line for line in lines)


def test_the_letter_before_publication_lists_the_accounts_it_is_to(told):
    lines = [lint.whole(line) for line in all_lines(right_of_reply(told))]
    members = [asset for asset in told.chapters[0].assets if asset.role == "member"]
    assert {asset.id for asset in members} <= set(lines)


def test_a_letter_speaks_of_judgements_only_where_there_are_some(told):
    judged, not_judged = (
        " ".join(lint.whole(line) for line in all_lines(right_of_reply(one))) for one in (specimen(), told)
    )
    assert "named in the judgements quoted below" in judged
    assert "the judgements quoted above" in judged
    assert "judgements" not in not_judged


def test_languages_without_a_name_are_told_together():
    assert telling.languages({"qaa": 40, "de": 30, "qab": 20}) == "German and unnamed languages (qaa, qab)"
    assert telling.languages({"qaa": 40}) == "unnamed language qaa"


def test_an_address_is_broken_between_its_parts():
    address = "https://opentraces.example/reports/2026/paper-mirrors"
    assert pdf.pieces(address) == ["https://", "opentraces.", "example/", "reports/", "2026/", "paper-", "mirrors"]
    assert set(map(len, pdf.pieces("0f" * 32))) == {8}
    assert "".join(pdf.pieces(address)) == address


def test_marks_of_several_pieces_of_evidence_are_parted(told):
    page = html.render(threat_report(told))
    assert re.search(r'<a href="#e(\d+)">\1</a>,<a href="#e\d+">', page)
    assert "#mark-between;" in pdf.source(threat_report(told), 10.0)


def test_an_excerpt_shows_every_figure_of_a_record(told):
    entries = {entry.source.ref: entry for entry in threat_report(told).annex}
    network = told.chapters[0].network_id
    row = told.chapters[0].finding["pushes"][0]
    text = " ".join(lint.whole(line) for line in lines_of(entries[f"{network}#/pushes/0"].blocks))
    for key in ("posts", "accounts", "other_posts"):
        assert f"{key.replace('_', ' ')}: {row[key]:,}" in text


def test_what_was_said_in_a_row_is_not_said_again_below(told):
    (table,) = (block for block in narrating.effect(told.chapters[0]).blocks if isinstance(block, Table))
    facts = [lint.whole(row[3]) for row in table.rows]
    sentences = [one for fact in facts for one in lint.sentences(fact) if one != "As above."]
    assert len(sentences) == len(set(sentences))


def test_a_signal_is_called_by_what_it_looks_for(told):
    finding = told.chapters[0].finding
    name, noun = finding["signals"][0]["name"], finding["signals"][0]["noun"]
    assert narrating.plainly(f"Without {name} 3 of 4 members stay.", finding) == f"Without {noun}s 3 of 4 members stay."
