"""Which languages a network posts in."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from inconcert.networks.words import POSTS, count, listed, share

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNKNOWN = "und"
_NAMES = {
    "af": "Afrikaans", "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian",
    "bg": "Bulgarian", "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian",
    "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French", "ga": "Irish", "gl": "Galician",
    "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "is": "Icelandic", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish",
    "ky": "Kyrgyz", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam",
    "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese", "my": "Burmese", "ne": "Nepali",
    "nl": "Dutch", "no": "Norwegian", "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sd": "Sindhi", "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian",
    "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "te": "Telugu", "tg": "Tajik", "th": "Thai", "tk": "Turkmen", "tl": "Tagalog", "tr": "Turkish",
    "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish",
    "zh": "Chinese", "zu": "Zulu",
}  # fmt: skip


def languages(lang: Iterable[str | None]) -> dict[str, int]:
    """Posts in each language (BCP 47), most first; a missing label counts as «und»."""
    counted = Counter(label or UNKNOWN for label in lang)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def named(label: str) -> str:
    """English name of a language label, or the label itself: «ar» → «Arabic», «pt-BR» → «Portuguese (pt-BR)»."""
    if label == UNKNOWN:
        return "unknown language"
    name = _NAMES.get(label.split("-", maxsplit=1)[0].lower())
    if name is None:
        return label
    return name if "-" not in label else f"{name} ({label})"


def sentence(counts: Mapping[str, int], things: str = POSTS) -> str:
    """«English 72%, Arabic 20% and 3 other languages.» with the share that is unknown told apart."""
    total, known = sum(counts.values()), {label: figure for label, figure in counts.items() if label != UNKNOWN}
    if not known:
        return f"The language of its {things} is not known."
    first = list(known.items())[:3]
    parts = [f"{named(label)} ({share(figure, total)})" for label, figure in first]
    if len(known) > len(first):
        parts.append(count(len(known) - len(first), "other language"))
    unknown = f"; {share(counts[UNKNOWN], total)} not known" if counts.get(UNKNOWN) else ""
    does = "It posts" if things == POSTS else f"Its {things} are"
    return f"{does} in {listed(parts)}{unknown}."
