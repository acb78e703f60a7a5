"""Internet Research Agency tweets as published by FiveThirtyEight, and mirrors of them by author."""

from __future__ import annotations

from inconcert.ingest.format import Format, Record, Row
from inconcert.ingest.formats.shared import collect, steps

_LANGUAGES = {
    "albanian": "sq",
    "arabic": "ar",
    "bulgarian": "bg",
    "catalan": "ca",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "farsi (persian)": "fa",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "gujarati": "gu",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "icelandic": "is",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "kannada": "kn",
    "korean": "ko",
    "kurdish": "ku",
    "latvian": "lv",
    "lithuanian": "lt",
    "macedonian": "mk",
    "malay": "ms",
    "malayalam": "ml",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "pushto": "ps",
    "romanian": "ro",
    "russian": "ru",
    "serbian": "sr",
    "simplified chinese": "zh-Hans",
    "slovak": "sk",
    "slovenian": "sl",
    "somali": "so",
    "spanish": "es",
    "swedish": "sv",
    "tagalog (filipino)": "tl",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "traditional chinese": "zh-Hant",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "uzbek": "uz",
    "vietnamese": "vi",
}
_KINDS = {"R": "repost", "Q": "quote", "RETWEET": "repost", "QUOTE_TWEET": "quote"}


def _words(record: Record, row: Row) -> Row:
    """Languages are English words and the kind of post is a word in capitals (or a 1 under ``retweet``)."""
    kind = _KINDS.get(str(record.get("post_type") or "").strip().upper())
    if kind is None and str(record.get("retweet") or "").strip() == "1":
        kind = "repost"
    lang = _LANGUAGES.get(str(record.get("language") or "").strip().lower())
    return {**row, "lang": lang, **({"kind": kind} if kind else {})}


FORMAT = Format(
    name="ira_538",
    title="Internet Research Agency tweets (FiveThirtyEight)",
    tells=(
        ("external_author_id", "publish_date", "harvested_date"),
        ("content", "publish_date", "post_type", "account_category", "updates"),
    ),
    platform="x",
    times=("%m/%d/%Y %H:%M", "iso"),
    timezone="UTC",
    precision=60,
    posts={
        "post_id": "tweet_id",
        "account_id": ("alt_external_id", "author", "author_id"),
        "handle": ("author", "author_id"),
        "text": "content",
        "posted_at": "publish_date",
        "seen_at": "harvested_date",
        "lang": "language",
        "urls": ("tco1_step1", "tco2_step1", "tco3_step1"),
    },
    accounts={
        "account_id": ("alt_external_id", "author", "author_id"),
        "handle": ("author", "author_id"),
        "followers": "followers",
        "following": "following",
        "posts_count": "updates",
        "observed_at": ("harvested_date", "publish_date"),
    },
    known=("region", "account_type", "account_category", "new_june_2018", "tco1_step1", "article_url"),
    finish=steps(_words, collect("urls", "tco1_step1", "tco2_step1", "tco3_step1")),
)
