"""The finished posts: crowd and planted acts in one table in order of time, and the files of a world."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inconcert.model.tables import schema
from inconcert.simulate.noise import vary_links
from inconcert.simulate.people import PLATFORMS, names_at
from inconcert.simulate.profiles import APP_SHARES, APPS, LOYAL
from inconcert.simulate.stage import KINDS, NONE, QUOTE, REPLY, REPOST
from inconcert.simulate.world import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.simulate.crowd import Posts
    from inconcert.simulate.made import Made
    from inconcert.simulate.people import People, Profiles
    from inconcert.simulate.stage import Stage

VIEWED = (PLATFORMS.index("x"), PLATFORMS.index("telegram"))
"""Platforms that tell how often a post was seen."""
DELETED = 0.02
"""Share of ordinary posts that their authors delete."""
DELETED_AFTER = (1800.0, 2.2)
"""Median in seconds and sigma of the log-normal time until they do: most correct a slip."""


def posts_tables(
    rng: Generator, stage: Stage, people: People, profiles: Profiles, crowd: Posts
) -> tuple[pa.Table, pa.Table]:
    """All posts and the deletions among them, as the nouns without ``source`` and ``row``, in order of time."""
    raw = _together(rng, stage, people, crowd)
    order = np.lexsort((np.arange(len(raw["at"])), raw["at"]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    target = raw["target"][order]
    target = np.where(target == NONE, NONE, place[target])
    rows = {name: _pick(values, order) for name, values in raw.items() if name != "target"}
    posts = _dress(rng, people, profiles, rows, target)
    return posts, _deletions(stage, people, posts, rows["gone"])


def _deletions(stage: Stage, people: People, posts: pa.Table, gone: NDArray[np.int64]) -> pa.Table:
    """The noun ``deletions``: of posts, and of accounts that were removed (without a post)."""
    kept = posts.select(["platform", "post_id", "account_id"]).filter(pa.array(gone != NONE))
    places = pa.array([who for who, _ in stage.removed], pa.int64())
    platforms = names_at(PLATFORMS, people.platform[places.to_numpy()])
    given: dict[str, Any] = {
        "platform": pa.concat_arrays([kept["platform"].combine_chunks(), platforms]),
        "post_id": pa.concat_arrays([kept["post_id"].combine_chunks(), pa.nulls(len(places), pa.string())]),
        "account_id": pa.concat_arrays([kept["account_id"].combine_chunks(), people.ids.take(places)]),
        "deleted_at": pa.array(10**6 * np.array([*gone[gone != NONE], *(at for _, at in stage.removed)], np.int64)),
    }
    return as_noun("deletions", given, len(given["deleted_at"])).sort_by("deleted_at")


def ads_table(stage: Stage, people: People) -> pa.Table | None:
    """The noun ``ads`` without ``source`` and ``row``; ``None`` in a world without advertising."""
    if not stage.ads:
        return None
    places = pa.array([ad["who"] for ad in stage.ads], pa.int64())
    given: dict[str, Any] = {name: pa.array([ad[name] for ad in stage.ads]) for name in stage.ads[0] if name != "who"}
    given |= {
        "platform": names_at(PLATFORMS, people.platform[places.to_numpy()]),
        "account_id": people.ids.take(places),
    }
    return as_noun("ads", given, len(stage.ads))


def _pick(values: Any, order: NDArray[Any]) -> Any:
    return values[order] if isinstance(values, np.ndarray) else values.take(pa.array(order))


def _together(rng: Generator, stage: Stage, people: People, crowd: Posts) -> dict[str, Any]:
    """Crowd and acts as columns, the crowd first."""
    acts, world = stage.acts, stage.world
    linked = pa.array(crowd.link, mask=crowd.link == NONE)
    links = _one_each(vary_links(rng, world.links.take(linked)))
    pictures = _one_each(world.pictures.take(pa.array(crowd.picture, mask=crowd.picture == NONE)))
    text_lists = pa.list_(pa.string())
    tongues = [people.language[act.who] if act.language == NONE else act.language for act in acts]
    gone = np.where(rng.random(len(crowd.who)) < DELETED, crowd.at + 1 + _until_deleted(rng, len(crowd.who)), NONE)
    targets = np.array([NONE if act.target == NONE else len(crowd.who) + act.target for act in acts], dtype=np.int64)
    return {
        "who": np.concatenate([crowd.who, np.array([act.who for act in acts], dtype=np.int64)]),
        "at": np.concatenate([crowd.at, np.array([act.at for act in acts], dtype=np.int64)]),
        "kind": np.concatenate([crowd.kind, np.array([act.kind for act in acts], dtype=np.int64)]),
        "target": np.concatenate([crowd.target, targets]),
        "language": np.concatenate([people.language[crowd.who], np.array(tongues, dtype=np.int64)]),
        "gone": np.concatenate([gone, np.array([act.gone for act in acts], dtype=np.int64)]),
        "words": pa.concat_arrays([crowd.words, pa.array([act.text for act in acts], pa.string())]),
        "links": pa.concat_arrays([links, pa.array([act.links for act in acts], text_lists)]),
        "tags": pa.concat_arrays([crowd.tags, pa.array([act.tags for act in acts], text_lists)]),
        "pictures": pa.concat_arrays([pictures, pa.array([act.pictures for act in acts], text_lists)]),
    }


def _until_deleted(rng: Generator, count: int) -> NDArray[np.int64]:
    return np.floor(rng.lognormal(np.log(DELETED_AFTER[0]), DELETED_AFTER[1], count)).astype(np.int64)


def _one_each(values: Any) -> Any:
    """Lists of the value where there is one, else of nothing."""
    present = pc.is_valid(values).to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(present)])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values.drop_null())


def _dress(
    rng: Generator, people: People, profiles: Profiles, rows: dict[str, Any], target: NDArray[np.int64]
) -> pa.Table:
    """The columns of the noun."""
    who, at, kind = rows["who"], rows["at"], rows["kind"]
    ids, accounts = _ids(rng, at), people.ids.take(pa.array(who))
    handles = pa.array(profiles.handles).take(pa.array(who))
    platform = names_at(PLATFORMS, people.platform[who])
    source = np.where((kind == REPOST) & (target != NONE), target, np.arange(len(who)))
    texts = _texts(rows)
    given = {
        "platform": platform,
        "post_id": ids,
        "id_derived": pa.array(np.zeros(len(who), dtype=bool)),
        "account_id": accounts,
        "handle": handles,
        "kind": names_at(KINDS, kind),
        "text": _reposted(texts, handles, people.platform[who], source),
        "posted_at": pa.array(at * 10**6),
        "precision": pa.array(np.ones(len(who))),
        "lang": names_at(LANGUAGES, rows["language"]),
        "urls": rows["links"].take(pa.array(source)),
        "hashtags": rows["tags"].take(pa.array(source)),
        "mentions": _one_each(accounts.take(pa.array(target, mask=~np.isin(kind, (REPLY, REPOST)) | (target == NONE)))),
        "media_hashes": rows["pictures"].take(pa.array(source)),
        "source_app": names_at(APPS, _apps(rng, profiles, who)),
        "metrics": _metrics(rng, people, who, kind, target),
    }
    for number, name in ((REPOST, "repost_of"), (REPLY, "reply_to"), (QUOTE, "quote_of")):
        where = pa.array(target, mask=(kind != number) | (target == NONE))
        given[name] = ids.take(where)
        given[f"{name}_account"] = accounts.take(where)
    return as_noun("posts", given, len(who))


def _apps(rng: Generator, profiles: Profiles, who: NDArray[Any]) -> NDArray[np.int64]:
    """The client of each post: mostly the one its author likes best."""
    any_one = rng.choice(len(APPS), len(who), p=APP_SHARES)
    return np.where(rng.random(len(who)) < LOYAL, profiles.apps[who], any_one)


def as_noun(name: str, given: dict[str, Any], size: int) -> pa.Table:
    """A table with the columns of a noun, without ``source`` and ``row``; what is not given is null."""
    kept = pa.schema([field for field in schema(name) if field.name not in ("source", "row")])
    columns = [given[f.name].cast(f.type) if f.name in given else pa.nulls(size, f.type) for f in kept]
    return pa.table(columns, schema=kept)


def _ids(rng: Generator, at: NDArray[np.int64]) -> Any:
    """Distinct ids that grow with time: milliseconds, and 22 bits from the place."""
    millis = (at - 10**9) * 1000 + np.sort(rng.integers(0, 1000, len(at)))
    return pa.array((millis << 22) | (np.arange(len(at)) & 0x3FFFFF)).cast(pa.string())


def _texts(rows: dict[str, Any]) -> Any:
    """Words, then tags, then links, as a person sees them."""
    tags: Any = pc.binary_join(rows["tags"], " #")
    tagged = pc.if_else(_empty(tags), "", pc.binary_join_element_wise(" #", tags, ""))
    links: Any = pc.binary_join(rows["links"], " ")
    linked = pc.if_else(_empty(links), "", pc.binary_join_element_wise(" ", links, ""))
    return pc.binary_join_element_wise(pc.coalesce(rows["words"], ""), tagged, linked, "")


def _empty(texts: Any) -> Any:
    return pc.equal(pc.binary_length(texts), pa.scalar(0, pa.int32()))


def _reposted(texts: Any, handles: Any, platform: NDArray[Any], source: NDArray[np.int64]) -> Any:
    """Reposts repeat their original; on X with the customary head."""
    places = pa.array(source)
    heads = pc.binary_join_element_wise("RT @", handles.take(places), ": ", "")
    headed = pa.array((source != np.arange(len(source))) & (platform == PLATFORMS.index("x")))
    return pc.binary_join_element_wise(pc.if_else(headed, heads, ""), texts.take(places), "")


def _metrics(rng: Generator, people: People, who: NDArray[Any], kind: NDArray[Any], target: NDArray[np.int64]) -> Any:
    """Likes, reposts and views of everything that is no repost; for one post in twelve the source gave none.

    Two platforms in the list tell how often a post was seen: a heavy-tailed multiple of the followers' number.
    """
    reposts = np.bincount(target[(kind == REPOST) & (target != NONE)], minlength=len(who))
    likes = np.floor(np.exp(people.fame[who] * 0.5 - 2 + rng.standard_normal(len(who)))) + 2 * reposts
    seen = np.floor(np.exp(0.9 * people.fame[who] + 0.8 * rng.standard_normal(len(who)))) + 30 * reposts + likes
    known = (kind != REPOST) & (rng.random(len(who)) > 1 / 12)
    counted = np.stack([known, known, known & np.isin(people.platform[who], VIEWED)], axis=1)
    values: Any = np.stack([likes, reposts, seen], axis=1)[counted].astype(float)
    keys: Any = pa.array(np.tile(["like", "repost", "view"], (len(who), 1))[counted])
    ends = np.concatenate([[0], np.cumsum(counted.sum(axis=1))])
    places: Any = pa.array(ends, pa.int32(), mask=np.append(~known, False))
    return pa.MapArray.from_arrays(places, keys, pa.array(values))


def write_world(made: Made, folder: Path) -> None:
    """Write a world into ``folder``, which is made if need be.

    The files are ``posts.parquet``, ``accounts.parquet``, ``deletions.parquet``, ``truth.json``, ``ads.parquet`` where
    somebody advertises, and ``brands.txt`` where sites are named after others. Each appears whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(made.truth, indent=1, ensure_ascii=False) + "\n"
    tables = {"posts": made.posts, "accounts": made.accounts, "deletions": made.deletions, "ads": made.ads}
    for name, table in tables.items():
        if table is not None:
            _whole(folder / f"{name}.parquet", partial(pq.write_table, table, compression="zstd"))
    if made.brands:
        lines = "# Placeholder names to protect: detect --brands\n" + "\n".join(made.brands) + "\n"
        _whole(folder / "brands.txt", lambda path: path.write_text(lines, "utf-8"))
    _whole(folder / "truth.json", lambda path: path.write_text(told, "utf-8"))


def _whole(target: Path, write: Callable[[Path], object]) -> None:
    aside = target.with_name(f".{target.name}.partial")
    try:
        write(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
