"""Both passes answer what the rules answer, for texts in any script and of any shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inconcert.normalise import bulk, language, reposts, text
from inconcert.normalise.signs import FORMS, NAME, TONGUE

Study = Callable[..., Any]
ALL = FORMS | NAME | TONGUE
_WORDS = r"""
    council bridge Tonight VOTED the of İstanbul Straße ﬁnal ½ ² Ⅳ don't “quoted” ‘so’ état état ŒUVRE ΑΘΗΝΑ λόγος
    ὈΔΥΣΣΕΎΣ голосовал Мост brоwn сity मतदान क्‍या น้ำใจ สภาเมือง 市议会今晚投票 新桥 ｶﾞﾗｽ 東京タワー 시의회가 한글
    الجســـر صوّت مجلسُ שָׁלוֹם http://t.co/AbC123 https://example.org/a?b=c#d www.example.org pic.twitter.com/XyZ t.co/9
    http: Http://a HTTPS://B @mayor @name.bsky.social @a@b.example.org me@example.org x@ @ .@press /@no #bridge #新橋
    #ไทย _#x &#y #1 #_ ##z 5.2
    24 1,000,000 10:30 3/4 7. ٣٤٥ ①②③ 😀 👍🏽 ❤️ — – ... … htt… http... ht... https://... foo...
    foo… " ”’ ( ) [x] &amp; &lt;3 &#128512; &amp;#35;x | * _ ~ ` ´ ﷺ ㈱ ™
"""
HIDDEN = "\u200b \u00ad \ufeff \u202e \x00 \x07 \x7f \x85 \u00a0 \u3000 \U0001d400\U0001d401 \u0301 \u0323"
WORDS = [*_WORDS.split(), *HIDDEN.split(" "), " ", "\n", "\t", "\x1c", "RT", "via", ":", "."]
PIECES = st.sampled_from(WORDS) | st.text(max_size=4)
WAYS = pytest.mark.parametrize("study", [bulk.by_compiled, bulk.by_rules])
TEXTS = st.lists(PIECES, max_size=30).flatmap(
    lambda pieces: st.sampled_from([" ", " ", ""]).map(lambda gap: gap.join(pieces))
)


def ruled(raw: str, asked: int, author: str) -> tuple[str | None, ...]:
    cleaned = text.clean(raw)
    read = text.reading(cleaned)
    exact, template, near = text.forms_of(read) if asked & FORMS else (None, None, None)
    return (
        *map(text.name, (exact, template, near)),
        near,
        reposts.named(author, cleaned, read) if asked & NAME else None,
        language.infer([language.readable(read.words) if asked & TONGUE else None])[0],
    )


@WAYS
@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, st.sampled_from([ALL, FORMS, NAME, TONGUE, 0]), st.sampled_from(["", "anna", "Ünal"])))
)
def test_the_answers_are_those_of_the_rules(study: Study, asked: list[tuple[str, int, str]]) -> None:
    found = list(zip(*study(*map(list, zip(*asked, strict=True))), strict=True)) if asked else []
    assert found == [ruled(*one) for one in asked]


@WAYS
@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=60))
@example("a" + "\u0301" * 3 + "\u0323")
@example("\u0e19\u0e49\u0e33" * 20)
@example("\ud800 lone surrogates are possible in files \udfff")
@example("x" * 30_000)
@example("Ⅷ" * 500 + " ﷺ" * 40)
def test_any_characters_do(study: Study, raw: str) -> None:
    body = f"{raw} council voted for a bridge {raw} and opened it tonight"
    for one in (raw, body, body.upper()):
        assert [answer[0] for answer in study([one], [ALL], ["anna"])] == list(ruled(one, ALL, "anna"))


@WAYS
@pytest.mark.parametrize(
    "raw",
    [
        "Городской совет сегодня вечером проголосовал за новый мост",
        "市议会今晚投票通过了新桥的建设方案大家都很高兴",
        "صوّت مجلس المدينة الليلة لصالح بناء الجسر الجديد",
        "สภาเมืองลงมติเห็นชอบการก่อสร้างสะพานใหม่ในคืนนี้",
        "नगर परिषद ने आज रात नए पुल के निर्माण के पक्ष में मतदान किया",
        "Το δημοτικό συμβούλιο ψήφισε απόψε υπέρ της νέας γέφυρας",
        "시의회가 오늘 밤 새 다리 건설을 찬성했다고 합니다",
    ],
)
def test_no_script_is_erased(study: Study, raw: str) -> None:
    found = study([raw], [FORMS], [""])
    assert None not in (found.exact[0], found.template[0], found.near[0])
    assert found.near_text[0] == text.forms(raw).near


@WAYS
def test_texts_do_not_touch_each_other(study: Study) -> None:
    raw = [
        "Our city council has voted for the new bridge tonight",
        "",
        "@a @b",
        "市议会今晚投票通过了新桥的建设方案大家都很高兴",
    ]
    alone = [study([one], [ALL], ["a"]) for one in raw]
    together = study(raw, [ALL] * 4, ["a"] * 4)
    assert list(together) == [[one[place][0] for one in alone] for place in range(6)]
    assert study([], [], []) == ([], [], [], [], [], [])


def test_a_process_begins_with_the_rules_and_goes_on_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    gone: list[str] = []

    def noted(way: str) -> Study:
        study: Study = getattr(bulk, way)
        return lambda *given: (gone.append(way), study(*given))[1]

    for way in ("by_rules", "by_compiled"):
        monkeypatch.setattr(bulk, way, noted(way))
    monkeypatch.setattr(bulk, "FEW", 3)
    monkeypatch.setattr(bulk._Tally, "by_rules", 0)
    batch = (
        ["Our council has voted for the new bridge tonight", "nothing is asked of this one"],
        [ALL, 0],
        ["a", ""],
    )
    found = [bulk.study(*batch) for _ in range(5)]
    assert gone == 3 * ["by_rules"] + 2 * ["by_compiled"]
    assert all(one == found[0] for one in found)
