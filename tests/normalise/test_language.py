"""Labels are believed, texts are judged, and short ones are left open."""

from __future__ import annotations

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from inconcert.normalise import language

TEXTS = {
    "en": "The city council has voted for the new bridge tonight",
    "de": "Der Stadtrat hat heute Abend für die neue Brücke gestimmt",
    "fr": "Le conseil municipal a voté ce soir pour le nouveau pont",
    "es": "El ayuntamiento ha votado esta noche a favor del nuevo puente",
    "ru": "Городской совет сегодня вечером проголосовал за новый мост",
    "uk": "Міська рада сьогодні ввечері проголосувала за новий міст",
    "ar": "صوت مجلس المدينة الليلة لصالح بناء الجسر الجديد",
    "fa": "شورای شهر امشب به ساخت پل جدید رأی داد",
    "zh": "市议会今晚投票通过了新桥的建设方案",
    "ja": "市議会は今夜、新しい橋の建設を可決しました",
    "ko": "시의회가 오늘 밤 새 다리 건설을 찬성했습니다",
    "th": "สภาเมืองลงมติเห็นชอบการก่อสร้างสะพานใหม่ในคืนนี้",
    "el": "Το δημοτικό συμβούλιο ψήφισε απόψε υπέρ της νέας γέφυρας",
    "hi": "नगर परिषद ने आज रात नए पुल के पक्ष में मतदान किया",
}


def test_fourteen_languages_are_told_apart() -> None:
    assert language.infer(list(TEXTS.values())) == list(TEXTS)


def test_the_kernel_answers_as_the_package_does() -> None:
    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(sorted(language._codes().inferred))
    texts = [*TEXTS.values(), "ALL IN CAPITALS ABOUT A BRIDGE", "il ponte e la città sono belli"]
    assert language.infer(texts) == [model.classify(text)[0] for text in texts]


def test_what_cannot_be_read_is_unknown() -> None:
    assert language.infer([None, "", TEXTS["de"], "qqqq zzzz xxxx"]) == ["und", "und", "de", "und"]
    assert language.infer([]) == []


@pytest.mark.parametrize(
    ("text", "told"), [("ok thanks", False), ("12 34 56", False), (TEXTS["zh"], True), (TEXTS["en"], True)]
)
def test_short_texts_are_not_judged(text: str, told: bool) -> None:
    assert (language.readable(text) is not None) == told


LABELS = {"en": "en", "en-GB": "en", "pt_BR": "pt", "  DE ": "de", "English": "en", "Farsi (Persian)": "fa"}
OLD = {"in": "id", "iw": "he", "fil": "tl", "cmn": "zh"}


def test_a_label_that_names_no_language_is_none() -> None:
    assert {language.label(stated) for stated in (None, "", "und", "qme", "zxx", "LANGUAGE UNDEFINED")} == {None}


@pytest.mark.parametrize("stated", [*LABELS, *OLD])
def test_labels_are_written_one_way(stated: str) -> None:
    assert language.label(stated) == {**LABELS, **OLD}[stated]
