"""Map raw records to rows of the nouns, as a format's table of paths says.

Paths, converters and clocks are compiled once for a file; mapping a record is then look-ups only.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from inconcert.errors import ZoneNeeded
from inconcert.ingest import cells
from inconcert.ingest.paths import Getter, getter
from inconcert.model.ids import derived, identifier
from inconcert.model.tables import tables
from inconcert.model.times import DAY, EARLIEST, SECOND, Reader, Stamp, UnreadableError, offset_at, reader

if TYPE_CHECKING:
    from inconcert.ingest.format import Format, Paths, Record, Row

KINDS = {
    "retweet": "repost", "retweeted": "repost", "share": "repost", "shared": "repost", "reblog": "repost",
    "replied_to": "reply", "quoted": "quote", "tweet": "post", "original": "post", "status": "post",
}  # fmt: skip
"""Words of sources for the kinds of posts."""

RUINED = "id ruined by a spreadsheet"
_IDS = frozenset({"post_id", "account_id", "ad_id", "repost_of", "reply_to", "quote_of", "thread",
                  "repost_of_account", "reply_to_account"})  # fmt: skip
_KEYS = frozenset({"source", "row", "platform", "account_id", "observed_at"})
_STATED = frozenset({"scope", "platform"})
"""Columns of an ad that a format may state for every row: alone they make none."""
_ACCOUNTS = frozenset({"account_id", "repost_of_account", "reply_to_account"})
_REFERENCES = ("repost_of", "reply_to", "quote_of", "repost_of_account", "reply_to_account")


class Problem(NamedTuple):
    """A cell that could not be read; the rest of its row was kept."""

    column: str
    message: str
    value: str = ""


class Mapped(NamedTuple):
    """What one record became."""

    post: Row | None = None
    account: Row | None = None
    ad: Row | None = None
    site: Row | None = None
    deletion: Row | None = None
    skipped: str | None = None
    """Why the record gave no post, in words fit for a receipt."""
    problems: tuple[Problem, ...] = ()
    follow: Row | None = None

    def others(self) -> tuple[tuple[str, Row | None], ...]:
        """Rows of the nouns that are kept as they are."""
        return ("ads", self.ad), ("sites", self.site), ("deletions", self.deletion), ("follows", self.follow)


_Convert = Callable[[Any], Any]
_Plan = tuple[tuple[str, Getter, _Convert], ...]
_Troubles = list[Problem]


class Mapper:
    """Maps records of one format, for one file.

    Args:
        source: id of the added file, written to every row.
        timezone: zone of stamps without an offset; empty: what the format says.
        times: forms of instants; empty: what the format says.
        platform: platform of every row whose record names none; empty: what the format says.
    """

    def __init__(
        self, form: Format, *, source: str = "", timezone: str = "", times: tuple[str, ...] = (), platform: str = ""
    ) -> None:
        self.format, self.source = form, source
        self.platform = platform or form.platform or "web"
        self.stamp: Reader = reader(times or form.times, timezone or form.timezone)
        self.latest = int(time.time() + 86400) * SECOND
        self._stamps: dict[str, Stamp] = {}
        # A day on which an account was made says as much without its zone: its precision is coarser than zones are.
        self._undated: Reader = reader(times or form.times, "UTC")
        self._posts, self._accounts = self._plan("posts", form.posts), self._plan("accounts", form.accounts)
        self._ads, self._sites = self._plan("ads", form.ads), self._plan("sites", form.sites)
        self._references = [each for each in _REFERENCES if each in form.posts or form.finish is not None]
        self._metrics = tuple((name, getter(paths)) for name, paths in form.metrics.items())

    def records(self, record: Record) -> Iterable[Record]:
        """The records inside a raw record: those of a page, a thread with its replies, or itself."""
        return self.format.split(record) if self.format.split is not None else (record,)

    def map(self, record: Record, row: int | None = None) -> Mapped:
        """Map one record (already split).

        Raises:
            ZoneNeeded: a time carries no zone and none was given.
        """
        base: Row = {"source": self.source, "row": row}
        fixed = self.format
        reason = fixed.skip(record) if fixed.skip is not None else None
        if reason:
            return Mapped(skipped=reason)
        gone = fixed.deletion(record) if fixed.deletion is not None else None
        if gone is not None:
            return Mapped(deletion={**base, "platform": self.platform, **_stated(gone)})
        follow = fixed.follow(record) if fixed.follow is not None else None
        if follow is not None:
            return Mapped(follow={**base, "platform": self.platform, **_stated(follow)})
        troubles: _Troubles = []
        post, skipped = self._post(record, base, troubles) if self._posts else (None, None)
        account = self._account(record, base, post, troubles) if self._accounts and not skipped else None
        ad = self._other(self._ads, record, base, troubles) if self._ads else None
        site = self._other(self._sites, record, base, troubles) if self._sites else None
        if not (skipped or post or account or ad or site or self._ads):
            skipped = "it names no account, post or site"
        return Mapped(post, account, ad, site, None, skipped, tuple(troubles))

    def _plan(self, noun: str, paths: Mapping[str, Paths]) -> _Plan:
        types = {field.name: field.type for field in tables()[noun].fields}
        return tuple((column, getter(path), self._converter(column, types[column])) for column, path in paths.items())

    def _converter(self, column: str, kind: str) -> _Convert:
        if column in _IDS:
            return _account_id if column in _ACCOUNTS else _id
        if kind == "instant":
            return lambda value: self._instant(column, value)
        if kind == "list<text>":
            return cells.lister(column, self.format.lists)
        if column == "text" and self.format.html:
            return cells.html_text
        if column == "handle":
            return cells.name
        plain = {"int": cells.whole, "real": cells.number, "bool": cells.truth, "map<text,real>": cells.counts}
        return plain.get(kind, cells.text)

    def _instant(self, column: str, value: Any) -> int:
        value = value[0] if isinstance(value, list) else value
        try:
            stamp = self.stamp(value)
        except ZoneNeeded:
            stamp = self._undated(value)
            if column == "posted_at" or stamp.precision < DAY / SECOND:
                raise
        self._stamps[column] = stamp
        return stamp.at

    def _filled(self, plan: _Plan, record: Record, base: Row, troubles: _Troubles) -> Row:
        row = dict(base)
        column = ""
        for column, get, convert in plan:
            value = get(record)
            if value is None:
                continue
            try:
                made = convert(value)
            except UnreadableError as error:
                troubles.append(Problem(column, str(error), str(value)[:200]))
                continue
            except ZoneNeeded as error:
                error.column = column  # type: ignore[attr-defined]  # carried to where the file is known
                raise
            if made is not None:
                row[column] = made
        return row

    def _post(self, record: Record, base: Row, troubles: _Troubles) -> tuple[Row | None, str | None]:
        self._stamps.clear()
        row = self._filled(self._posts, record, base, troubles)
        row.setdefault("platform", self.platform)
        counts = self._counts(record, troubles)
        if counts:
            row["metrics"] = counts
        stamp = self._stamps.get("posted_at")
        if self.format.finish is not None:
            row = {name: value for name, value in self.format.finish(record, row).items() if value is not None}
        skipped = self._unusable(row, troubles, len(base) + 1)
        return (None, skipped) if skipped else (self._settled(row, stamp, troubles), None)

    def _counts(self, record: Record, troubles: _Troubles) -> dict[str, float]:
        found = {}
        for name, get in self._metrics:
            value = get(record)
            if value is None:
                continue
            try:
                count = cells.number(value[0] if isinstance(value, list) else value)
            except UnreadableError as error:
                troubles.append(Problem(f"metric.{name}", str(error), str(value)[:200]))
                continue
            if count is not None:
                found[name] = count
        return found

    def _unusable(self, row: Row, troubles: _Troubles, least: int) -> str | None:
        """Why a row cannot be used, or ``None``. Without a time or an account a post proves nothing."""
        at = row.get("posted_at")
        if at is None:
            if len(row) <= least and not troubles:
                return "empty row"
            tried = any(problem.column == "posted_at" for problem in troubles)
            return "time cannot be read" if tried else "no time"
        if at < EARLIEST:
            return "time before 1990 (an empty or broken clock)"
        if at > self.latest:
            return "time in the future"
        if isinstance(row.get("account_id"), _Ruined) and row.get("handle") is None:
            return "account " + RUINED
        return "no account" if row.get("account_id") is None and row.get("handle") is None else None

    def _settled(self, row: Row, stamp: Stamp | None, troubles: _Troubles) -> Row:
        """Ids, kind and clock, once everything the source says is known."""
        if isinstance(row.get("account_id"), _Ruined):
            troubles.append(Problem("account_id", RUINED + "; the handle stands in", str(row.pop("account_id"))))
        row.setdefault("account_id", row.get("handle"))
        if self.format.pseudonymous:
            row["account_id"] = f"{self.source}/{row['account_id']}"
        for column in self._references:
            if isinstance(row.get(column), _Ruined):
                troubles.append(Problem(column, RUINED + "; left out", str(row.pop(column))))
        if isinstance(row.get("thread"), _Ruined):
            del row["thread"]
        self._identify(row, troubles)
        row["kind"] = _kind(row)
        if stamp is not None and row.get("utc_offset") is None and stamp.offset is not None:
            row["utc_offset"] = stamp.offset
        row.setdefault("precision", max(self.format.precision, stamp.precision if stamp else 0.0))
        return row

    def _identify(self, row: Row, troubles: _Troubles) -> None:
        given = row.get("post_id")
        row["id_derived"] = given is None or isinstance(given, _Ruined)
        if not row["id_derived"]:
            return
        if given is not None:
            troubles.append(Problem("post_id", RUINED + "; a stable id was derived", str(given)))
        content = row.get("text") or "\x1e".join(
            [*(row.get("urls") or ()), str(row.get("shared_object") or ""), str(row.get("repost_of") or "")]
        )
        row["post_id"] = derived(row["platform"], str(row["account_id"]), row["posted_at"], content)

    def _account(self, record: Record, base: Row, post: Row | None, troubles: _Troubles) -> Row | None:
        self._stamps.clear()
        row = self._filled(self._accounts, record, base, troubles)
        if post is not None:
            row["account_id"] = post["account_id"]
            row.setdefault("handle", post.get("handle"))
        elif isinstance(row.get("account_id"), _Ruined):
            del row["account_id"]
        row["account_id"] = row.get("account_id") or row.get("handle")
        row["platform"] = post["platform"] if post is not None else row.get("platform") or self.platform
        created = self._stamps.get("created_at")
        if created is not None and EARLIEST <= created.at <= self.latest:
            row["created_precision"] = max(self.format.precision, created.precision)
        else:
            row.pop("created_at", None)
        says = any(value is not None and name not in _KEYS for name, value in row.items())
        return row if row["account_id"] is not None and says else None

    def _other(self, plan: _Plan, record: Record, base: Row, troubles: _Troubles) -> Row | None:
        self._stamps.clear()
        row = self._filled(plan, record, base, troubles)
        if len(row) <= len(base) + len(_STATED & set(row)):
            return None
        for column in [name for name, value in row.items() if isinstance(value, _Ruined)]:
            troubles.append(Problem(column, RUINED + "; left out", str(row.pop(column))))
        if plan is self._ads:
            self._dated(row)
        return row

    def _dated(self, ad: Row) -> None:
        """Platform and clock of an ad."""
        ad.setdefault("platform", self.platform)
        if self._stamps:
            ad["precision"] = max(self.format.precision, *(stamp.precision for stamp in self._stamps.values()))
            offset = next((stamp.offset for stamp in self._stamps.values() if stamp.offset is not None), None)
            dated = self._stamps.get("created_at") or next(iter(self._stamps.values()))
            if offset is None and self.format.timezone:
                # The zone that was given says which day it was there, as an offset in the file does.
                offset = offset_at(self.format.timezone, dated.at) or None
            if offset is not None:
                ad["utc_offset"] = offset


_compiled: dict[int, Mapper] = {}


def map_record(form: Format, record: Record) -> Mapped:
    """Map the first post of one raw record with the format alone, as a check of the format.

    Raises:
        ZoneNeeded: a time carries no zone and the format leaves it open.
    """
    return next(iter(map_records(form, record)), Mapped(skipped="nothing in the record"))


def map_records(form: Format, record: Record) -> list[Mapped]:
    """Map everything in one raw record with the format alone.

    Raises:
        ZoneNeeded: a time carries no zone and the format leaves it open.
    """
    mapper = _compiled.get(id(form))
    if mapper is None or mapper.format is not form:
        mapper = _compiled[id(form)] = Mapper(form)
    return [mapper.map(each) for each in mapper.records(record)]


class _Ruined(str):
    """The text of a ruined id, kept until it is reported."""


def _id(value: Any) -> str | None:
    raw = value[0] if isinstance(value, list) else value
    found = identifier(raw)
    return _Ruined(str(raw)) if found.ruined else found.text


def _account_id(value: Any) -> str | None:
    found = _id(value)
    return found.lstrip("@") or None if found is not None and found[:1] == "@" else found


def _kind(row: Row) -> str:
    said = str(row.get("kind") or "").strip().lower()
    said = KINDS.get(said, said)
    if said in ("post", "repost", "reply", "quote", "comment"):
        return said
    if row.get("repost_of"):
        return "repost"
    if row.get("reply_to") or row.get("reply_to_account"):
        return "reply"
    return "quote" if row.get("quote_of") else "post"


def _stated(row: Row) -> Row:
    return {name: value for name, value in row.items() if value is not None}
