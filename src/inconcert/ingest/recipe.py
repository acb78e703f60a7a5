"""A column mapping for tables that no format knows: given in one line, saved as a small file, used again."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from inconcert.errors import MappingError, Place, UsageError
from inconcert.ingest import ad_words
from inconcert.ingest.disk import guarded, toml_text, write_whole
from inconcert.ingest.format import Format
from inconcert.ingest.paths import literal
from inconcert.model.times import reader, zone_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from inconcert.ingest.format import Record

WORDS = {
    "account": "account_id", "handle": "handle", "text": "text", "time": "posted_at", "id": "post_id", "url": "urls",
    "urls": "urls", "hashtags": "hashtags", "mentions": "mentions", "lang": "lang", "platform": "platform",
    "repost_of": "repost_of", "repost_of_account": "repost_of_account", "reply_to": "reply_to",
    "reply_to_account": "reply_to_account", "quote_of": "quote_of", "thread": "thread", "surface": "surface",
    "object": "shared_object", "kind": "kind", "media": "media", "media_hashes": "media_hashes", "app": "source_app",
    "seen": "seen_at",
}  # fmt: skip
"""Words of a mapping → columns of posts. Besides: ``metric.like`` and so on, ``account.name`` and so on."""

ACCOUNT_WORDS = {
    "name": "name", "created": "created_at", "description": "description", "url": "url", "location": "location",
    "lang": "lang", "avatar": "avatar", "followers": "followers", "following": "following", "posts": "posts_count",
}  # fmt: skip
"""Words after ``account.`` → columns of accounts."""

_SETTINGS = ("time_format", "timezone", "platform", "lists")


@dataclass(frozen=True)
class Recipe:
    """Which column means what, and how times are written."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Word of the mapping → column of the file."""
    time_format: str = ""
    timezone: str = ""
    platform: str = ""
    lists: str = ""
    """How list cells are written (see ``Format.lists``); empty: guessed."""

    def __post_init__(self) -> None:
        for word in self.columns:
            _known(word)
        if self.timezone:
            zone_named(self.timezone)
        if self.time_format:
            reader((self.time_format,))

    def changed(self, **given: str | None) -> Recipe:
        """With those settings that are given."""
        return replace(self, **{name: value for name, value in given.items() if value})  # type: ignore[arg-type]  # the names are those of fields

    def form(self, base: Format | None = None) -> Format:
        """The format this recipe makes of a table, or of ``base`` with its columns changed."""
        base = base or Format("generic", "Table with named columns", (), times=("iso", "unix"))
        tables: dict[str, dict[str, str]] = {"posts": {}, "accounts": {}, "metrics": {}, "ads": {}}
        for word, column in self.columns.items():
            table, name = _known(word)
            tables[table][name] = literal(column)
        if tables["accounts"]:
            tables["accounts"].setdefault("account_id", tables["posts"].get("account_id", ""))
        ads = {word.removeprefix("ad."): column for word, column in self.columns.items() if word.startswith("ad.")}
        if ads:
            base = replace(base, ads={**base.ads, **ad_words.paths(ads)}, split=_both(base, ads))
        return replace(
            base,
            posts={**base.posts, **tables["posts"]},
            accounts={**base.accounts, **{name: path for name, path in tables["accounts"].items() if path}},
            metrics={**base.metrics, **tables["metrics"]},
            times=(self.time_format,) if self.time_format else base.times,
            timezone=self.timezone or base.timezone,
            platform=self.platform or base.platform,
            lists=self.lists or base.lists,
        )

    def to_toml(self) -> str:
        """The recipe as the text of a file."""
        lines = [f"{name} = {toml_text(getattr(self, name))}" for name in _SETTINGS if getattr(self, name)]
        lines += ["", "[columns]", *(f"{toml_text(word)} = {toml_text(name)}" for word, name in self.columns.items())]
        return "\n".join(lines).lstrip("\n") + "\n"

    def check(self, columns: Iterable[str], where: str) -> None:
        """See that the file has the columns.

        Raises:
            MappingError: some are missing; all are named, with the nearest ones.
        """
        present = list(columns)
        missing = {word: name for word, name in self.columns.items() if name not in present}
        if missing:
            raise MappingError(
                "there is no column " + ", ".join(f"'{name}' (for {word})" for word, name in missing.items()) + ".",
                where=Place(where), todo=_nearest(missing.values(), present),
            )  # fmt: skip


def given(mapping: str | Path | Mapping[str, str] | Recipe | None) -> Recipe | None:
    """A recipe from what a user gives: ``account=name,text=body``, a path to a recipe file, or a dict.

    Raises:
        UsageError: it can be read as none of these.
        MappingError: a word is unknown or given twice.
    """
    if mapping is None or isinstance(mapping, Recipe):
        return mapping
    if isinstance(mapping, Mapping):
        return Recipe(dict(mapping))
    if isinstance(mapping, Path) or "=" not in mapping:
        return load(Path(mapping))
    return Recipe(parsed(mapping))


def parsed(mapping: str) -> dict[str, str]:
    """Columns by word out of ``word=column,word=column``.

    Raises:
        UsageError: a part is not word=column.
        MappingError: a word is given twice.
    """
    columns: dict[str, str] = {}
    for part in mapping.split(","):
        word, sign, column = (piece.strip() for piece in part.partition("="))
        if not sign or not word or not column:
            raise UsageError(f"'{part}' in the mapping is not word=column.", todo="For example account=name,text=body.")
        if word in columns:
            raise MappingError(f"'{word}' is given twice in the mapping.", todo="Give it once.")
        columns[word] = column
    return columns


def load(path: Path) -> Recipe:
    """Read a recipe file.

    Raises:
        UsageError: there is no such file.
        MappingError: it is no recipe.
    """
    try:
        raw = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        todo = "Give a file, or columns: account=name,text=body."
        raise UsageError(f"there is no recipe {path}.", todo=todo) from None
    except ValueError as error:
        raise MappingError(f"the recipe cannot be read: {error}.", where=Place(path)) from None
    columns, settings = raw.pop("columns", {}), raw
    odd = [name for name, value in settings.items() if name not in _SETTINGS or not isinstance(value, str)]
    if odd or not isinstance(columns, dict) or not all(isinstance(name, str) for name in columns.values()):
        raise MappingError(f"the recipe has unknown parts: {', '.join(odd) or 'columns'}.", where=Place(path),
                           todo=f"Known are [columns] and {', '.join(_SETTINGS)}.")  # fmt: skip
    return Recipe(columns, **settings)


def place(folder: Path, name: str) -> Path:
    """Where an investigation keeps the recipe ``name``.

    Raises:
        UsageError: the name is not a plain word.
    """
    if not name.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f"'{name}' is no name for a recipe.", todo="Use letters, digits, - and _.")
    return folder / "recipes" / f"{name}.toml"


def save(folder: Path, name: str, recipe: Recipe) -> Path:
    """Keep a recipe in an investigation; one of the same name is replaced."""
    target = place(folder, name)
    with guarded("saving the recipe"):
        target.parent.mkdir(exist_ok=True)
    write_whole(target, recipe.to_toml().encode())
    return target


def named(folder: Path, name: str) -> Recipe:
    """The recipe ``name`` of an investigation.

    Raises:
        UsageError: there is none, with those there are.
    """
    target = place(folder, name)
    if not target.exists():
        known = sorted(each.stem for each in (folder / "recipes").glob("*.toml"))
        raise UsageError(f"there is no recipe '{name}' here.", todo=f"Known: {', '.join(known) or 'none yet'}.")
    return load(target)


def _both(base: Format, ads: Mapping[str, str]) -> Callable[[Record], Iterable[Record]]:
    """The splitting of a format, then the working out of mapped columns of ads."""
    first, second = base.split or (lambda record: (record,)), ad_words.splitter(ads)
    return lambda record: (made for one in first(record) for made in second(one))


def _known(word: str) -> tuple[str, str]:
    """Table and column behind a word of a mapping."""
    if word.startswith("ad.") and word.removeprefix("ad.") in ad_words.AD_WORDS:
        return "ads", word
    if word.startswith("metric.") and len(word) > len("metric."):
        return "metrics", word.removeprefix("metric.")
    if word.startswith("account.") and word.removeprefix("account.") in ACCOUNT_WORDS:
        return "accounts", ACCOUNT_WORDS[word.removeprefix("account.")]
    if word in WORDS:
        return "posts", WORDS[word]
    whole = [*WORDS, *(f"account.{each}" for each in ACCOUNT_WORDS), *(f"ad.{each}" for each in ad_words.AD_WORDS)]
    near = get_close_matches(word, whole, 2)
    known = f"Known are {', '.join(WORDS)}, metric.…, account.… and ad.…."
    hint = f"Did you mean {' or '.join(near)}?" if near else known
    raise MappingError(f"a mapping knows no '{word}'.", todo=hint)


def _nearest(missing: Iterable[str], present: list[str]) -> str:
    near = dict.fromkeys(hit for name in missing for hit in get_close_matches(name, present, 1))
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    return f"{hint}The file has: {', '.join(present[:30])}{' …' if len(present) > 30 else ''}."
