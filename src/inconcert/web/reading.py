"""Rows of a run for the API: few at a time, plain data, instants as ISO 8601."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inconcert.casework.blind import unscored_finding
from inconcert.errors import NoSuchThing, UsageError
from inconcert.web.screens.blind import places_withheld, withheld

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import duckdb

    from inconcert.web.here import Here

MOST = 500
"""Rows in one answer."""
POST = ("platform", "post_id", "account_id", "handle", "kind", "text", "posted_at", "precision", "lang", "urls",
        "hashtags", "repost_of", "reply_to", "quote_of", "surface", "source", "row")  # fmt: skip
TIE = ("a", "b", "signal", "objects", "coactions", "expected", "effect", "window", "gap", "p", "q", "first_at",
       "last_at", "shared", "posts")  # fmt: skip
ACCOUNT = ("platform", "account_id", "handle", "name", "created_at", "description", "url", "location", "followers",
           "following", "posts_count", "declared_bot", "observed_at", "source", "row")  # fmt: skip
STAMPED = frozenset({"posted_at", "created_at", "observed_at"})
"""Columns that DuckDB holds as instants; they are asked for in microseconds, as the others are."""
INSTANTS = STAMPED | {"first_at", "last_at"}
OPINIONS = frozenset({"expected", "effect", "p", "q"})
"""Columns of a tie that a blind reviewer does not see."""


def network(here: Here, name: str, run: str | None) -> dict[str, Any]:
    """One network of a run; without scores while this person owes a blind review of it.

    Raises:
        NoSuchThing: the run has none of that name.
    """
    found, blind = here.found(run), withheld(here)
    if name.isdigit() and places_withheld([str(one["id"]) for one in found.data["networks"]], blind):
        raise NoSuchThing(
            "a network has no number while you owe a blind review of this run.", todo="Name it by its id."
        )
    try:
        data = found.network(name).data
    except UsageError:
        raise NoSuchThing(f"this run has no network '{name}'.") from None
    return unscored_finding(data) if data["id"] in blind else data


def posts(
    here: Here, run: str | None, wanted: Mapping[str, str | None], limit: int, offset: int
) -> list[dict[str, Any]]:
    """Posts, the oldest first.

    Args:
        here: Where.
        run: The run whose horizon counts.
        wanted: Columns and what they must hold; ``None`` is not asked for.
        limit: Rows, at most.
        offset: Rows left out before.
    """
    where, given = _where({column: value for column, value in wanted.items() if value is not None})
    with here.cursor(run) as con:
        return _rows(
            con, f"SELECT {_listed(POST)} FROM posts{where} ORDER BY posts.posted_at, post_id", given, limit, offset
        )


def ties(
    here: Here,
    run: str | None,
    members: Sequence[str] | None,
    account: str | None,
    limit: int,
    offset: int,
    *,
    blind: bool = False,
) -> list[dict[str, Any]]:
    """Ties, the least explained by chance first; of these members, or of this account, when given.

    ``blind``: in order of their names instead, and without what was concluded from them.
    """
    parts, given = [], list[Any]()
    if members is not None:
        parts.append("a IN (SELECT unnest(?)) AND b IN (SELECT unnest(?))")
        given += [list(members), list(members)]
    if account is not None:
        parts.append("(a = ? OR b = ?)")
        given += [account, account]
    where = f" WHERE {' AND '.join(parts)}" if parts else ""
    columns = [name for name in TIE if not (blind and name in OPINIONS)]
    order = "a, b, signal" if blind else "q, a, b, signal"
    with here.cursor(run) as con:
        return _rows(con, f"SELECT {_listed(columns)} FROM ties{where} ORDER BY {order}", given, limit, offset)


def account(here: Here, run: str | None, platform: str, account_id: str) -> dict[str, Any]:
    """One account: what was said of it when, how much it posted, and the networks it is in.

    Raises:
        NoSuchThing: nothing in the material is about it.
    """
    key = [platform, account_id]
    with here.cursor(run) as con:
        seen = _rows(con, f"SELECT {_listed(ACCOUNT)} FROM accounts WHERE platform = ? AND account_id = ?"
                     " ORDER BY accounts.observed_at NULLS LAST", key, MOST, 0)  # fmt: skip
        said = _rows(con, "SELECT count(*) AS posts, epoch_us(min(posted_at)) AS first_at,"
                     " epoch_us(max(posted_at)) AS last_at FROM posts"
                     " WHERE platform = ? AND account_id = ?", key, 1, 0)[0]  # fmt: skip
    if not seen and not said["posts"]:
        raise NoSuchThing(f"nothing here is about {platform}:{account_id}.")
    inside = [
        one["id"] for one in here.found(run).data["networks"]
        if any(m["platform"] == platform and m["account_id"] == account_id for m in one["members"])
    ]  # fmt: skip
    return {"platform": platform, "account_id": account_id, **said, "profiles": seen, "networks": inside}


def site(here: Here, run: str | None, name: str) -> dict[str, Any]:
    """One site as the material shows it.

    Raises:
        NoSuchThing: no post and no ad leads there.
    """
    from inconcert.profile.site import site as of_site

    with here.cursor(run) as con:
        try:
            return of_site(con, here.found(run).data["networks"], name)
        except UsageError as error:
            raise NoSuchThing(error.what, todo=error.todo) from None


def plain(value: Any) -> Any:
    """A value as JSON has it: instants as ISO 8601, maps as objects."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, float) and value != value:  # noqa: PLR0124  # not a number
        return None
    return [plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def _where(wanted: Mapping[str, str]) -> tuple[str, list[Any]]:
    parts = [f"{column} = ?" for column in wanted]
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), list(wanted.values())


def _listed(columns: Sequence[str]) -> str:
    return ", ".join(f"epoch_us({each}) AS {each}" if each in STAMPED else f'"{each}"' for each in columns)


def _rows(
    con: duckdb.DuckDBPyConnection, query: str, given: list[Any], limit: int, offset: int
) -> list[dict[str, Any]]:
    done = con.execute(f"{query} LIMIT {int(limit)} OFFSET {int(offset)}", given)
    names = [each[0] for each in done.description or ()]
    return [
        {name: _instant(value) if name in INSTANTS else plain(value) for name, value in zip(names, row, strict=True)}
        for row in done.fetchall()
    ]


def _instant(value: Any) -> Any:
    return plain(datetime.fromtimestamp(value / 1_000_000, UTC)) if isinstance(value, int) else plain(value)
