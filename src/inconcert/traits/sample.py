"""Small made-up groups and crowds on which traits are tried: for conformance checks, examples and tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from inconcert.model.tables import schema
from inconcert.plugins import registered
from inconcert.signals.features import build
from inconcert.traits.controls import lay
from inconcert.traits.material import Material, load
from inconcert.traits.people import Group, People
from inconcert.traits.register import Register

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import pyarrow as pa

    from inconcert.traits.base import Reading

    Person = Mapping[str, Any]
    """Fields of the noun ``accounts``, and ``posts``: their posts, with fields of that noun and ``at`` for when; and
    ``follows``: names of whom they follow."""

NOUNS = ("posts", "accounts", "deletions", "follows")


@dataclass(frozen=True)
class World:
    """A group, its controls, and others who are neither."""

    members: Sequence[Person]
    crowd: Sequence[Person] = ()
    """All of them are controls."""
    others: Sequence[Person] = ()
    """Accounts that are in the material only."""
    deletions: Sequence[Mapping[str, Any]] = ()
    register: Register = field(default_factory=Register)

    def ask(self, question: Callable[[Group, Material], Any]) -> Any:
        """Lay the world out as a run does, and ask about its group."""
        with TemporaryDirectory() as folder:
            group, material = self.laid(Path(folder))
            with material.con:
                return question(group, material)

    def laid(self, folder: Path) -> tuple[Group, Material]:
        """The group and the material, whose features lie in ``folder``; its connection is open."""
        import duckdb

        con, features = duckdb.connect(), folder / "features.parquet"
        for noun, table in self._tables().items():
            con.register(f"given_{noun}", table)
            con.execute(f"CREATE TABLE {noun} AS FROM given_{noun}")
        build(con, features)
        members, crowd = _assets(self.members, "m"), _assets(self.crowd, "c")
        lay(con, members)
        loaded = load(con, features, [*members, *crowd])
        controls = People(*loaded.people(crowd))
        return Group(*loaded.people(members)), Material(con, features, {0: (controls, controls)}, self.register)

    def _tables(self) -> dict[str, pa.Table]:
        import pyarrow as pa

        posts: list[Any] = []
        accounts: list[Any] = []
        follows: list[Any] = []
        for kind, people in (("m", self.members), ("c", self.crowd), ("o", self.others)):
            for asset, person in zip(_assets(people, kind), people, strict=True):
                platform, _, account = asset.partition(":")
                who = {"platform": platform, "account_id": account}
                fields = {name: value for name, value in person.items() if name not in ("posts", "follows")}
                follows += [
                    {"platform": platform, "follower": account, "followed": name} for name in person.get("follows", ())
                ]
                accounts.append(_dated(fields | who, "created_at", "observed_at"))
                posts += [
                    _post(who | {"handle": person.get("handle")} | dict(post)) for post in person.get("posts", ())
                ]
        numbered = [
            {"post_id": f"{place}", "source": "sample", "row": place} | post for place, post in enumerate(posts)
        ]
        gone = [_dated({"platform": "x"} | dict(row), "deleted_at") for row in self.deletions]
        rows = {"posts": numbered, "accounts": accounts, "deletions": gone, "follows": follows}
        return {noun: pa.Table.from_pylist(rows[noun], schema=schema(noun)) for noun in NOUNS}


def read(name: str, members: Sequence[Person], crowd: Sequence[Person] = (), **more: Any) -> Reading:
    """What the trait ``name`` reads from members when ``crowd`` are the controls; ``more`` as in :class:`World`."""
    trait = registered("traits")[name]
    reading: Reading = World(members, crowd, **more).ask(trait.read)
    return reading


def instant(moment: str | datetime) -> datetime:
    """«2024-03-01 09:00» as an instant, UTC."""
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment).replace(tzinfo=UTC)


def _dated(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: instant(row[name]) for name in names if row.get(name)}


def _post(row: dict[str, Any]) -> dict[str, Any]:
    at = instant(row.pop("at"))
    return {"precision": 1.0, "kind": "post", "lang": "en"} | row | {"posted_at": at}


def _assets(people: Iterable[Person], kind: str) -> list[str]:
    """``x:m0``, ``x:m1`` … where a person has no id of their own."""
    return [
        f"{person.get('platform', 'x')}:{person.get('account_id', f'{kind}{place}')}"
        for place, person in enumerate(people)
    ]
