import base64
import hashlib
import json
from dataclasses import replace

import pytest

from inconcert.dossier.specimen import SITE
from inconcert.errors import InputError
from inconcert.exchange.xarf import Xarf, reports


@pytest.fixture(scope="module")
def against():
    """What the package `xarf` has against a report, judged by its errors."""
    from xarf import schema_validator

    return lambda report: [str(one) for one in schema_validator.validate(report)]


def with_likeness(dossier, **changes):
    chapter = dossier.chapters[0]
    row = chapter.finding["pushes"][0]
    finding = {**chapter.finding, "pushes": [{**row, "resembles": {**row["resembles"], **changes}}]}
    return replace(dossier, chapters=(replace(chapter, finding=finding),))


def test_the_schema_has_nothing_against_it(shown, against):
    (made,) = reports(shown)
    assert against(made) == []
    assert against({**made, "infringement_type": "ugly"})


def test_it_says_which_site_looks_like_which_and_on_what_evidence(shown):
    (made,) = reports(shown)
    assert (made["source_identifier"], made["domain"]) == (SITE, SITE)
    assert made["legitimate_site"] == "https://harbour.example/"
    assert made["reporter"] == {"org": "The Example", "contact": "desk@example.org", "domain": "example.org"}
    (proof,) = made["evidence"]
    payload = base64.b64decode(proof["payload"])
    assert proof["hash"] == f"sha256:{hashlib.sha256(payload).hexdigest()}"
    assert b"6, by 3 accounts" in payload


@pytest.mark.parametrize(("rule", "sort"), [("homoglyph", "homograph"), ("one_edit", "typosquatting"),
                                            ("brand_word", "lookalike")])  # fmt: skip
def test_the_sort_follows_from_the_rule(shown, against, rule, sort):
    (made,) = reports(with_likeness(shown, rule=rule))
    assert made["infringement_type"] == sort
    assert against(made) == []


def test_a_name_in_punycode_is_still_valid(shown, against):
    chapter = shown.chapters[0]
    name = "xn--harbur-nws-09a.example"
    site = replace(chapter.assets[-1], id=name, url=f"https://{name}/")
    finding = {**chapter.finding, "pushes": [{**chapter.finding["pushes"][0], "id": name}]}
    (made,) = reports(replace(shown, chapters=(replace(chapter, assets=(site,), finding=finding),)))
    assert made["source_identifier"] == name
    assert against(made) == []


def test_the_same_site_in_two_networks_is_reported_once(shown):
    chapter = shown.chapters[0]
    twice = replace(shown, chapters=(chapter, replace(chapter, network_id="net-2")))
    assert len(list(reports(twice))) == 1


@pytest.mark.parametrize("change", [{"publisher": ""}, {"contact": "by telephone"}])
def test_nobody_sends_an_anonymous_report(shown, change):
    with pytest.raises(InputError, match="needs a sender"):
        list(reports(replace(shown, imprint=replace(shown.imprint, **change))))


def test_a_mere_lead_is_not_reported(shown, tmp_path):
    with pytest.raises(InputError, match="looks like a protected name"):
        Xarf().write(with_likeness(shown, tier="lead"), tmp_path / "x.jsonl")


def test_one_report_stands_in_one_line(shown, tmp_path):
    Xarf().write(shown, tmp_path / "x.jsonl")
    (line,) = (tmp_path / "x.jsonl").read_text("utf-8").splitlines()
    assert json.loads(line)["type"] == "brand_infringement"
