"""The finished posts: crowd and planted acts in one table in order of time, and the files of a world."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from inconcert.model.tables import schema
from inconcert.simulate.noise import vary_links
from inconcert.simulate.people import PLATFORMS, names_at
from inconcert.simulate.stage import KINDS, NONE, QUOTE, REPLY, REPOST
from inconcert.simulate.world import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.simulate.crowd import Posts
    from inconcert.simulate.people import People
    from inconcert.simulate.scenarios import Made
    from inconcert.simulate.stage import Stage

APPS = ("web", "phone", "tablet", "scheduler")
APP_SHARES = (0.3, 0.58, 0.07, 0.05)


def posts_table(rng: Generator, stage: Stage, people: People, crowd: Posts) -> pa.Table:
    """All posts as the noun ``posts`` without ``source`` and ``row``, in order of time."""
    raw = _together(rng, stage, crowd)
    order = np.lexsort((np.arange(len(raw["at"])), raw["at"]))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    target = raw["target"][order]
    target = np.where(target == NONE, NONE, place[target])
    rows = {name: _pick(values, order) for name, values in raw.items() if name != "target"}
    return _dress(rng, people, rows, target)


def _pick(values: Any, order: NDArray[Any]) -> Any:
    return values[order] if isinstance(values, np.ndarray) else values.take(pa.array(order))


def _together(rng: Generator, stage: Stage, crowd: Posts) -> dict[str, Any]:
    """Crowd and acts as columns, the crowd first."""
    acts, world = stage.acts, stage.world
    linked = pa.array(crowd.link, mask=crowd.link == NONE)
    links = _one_each(vary_links(rng, world.links.take(linked)))
    pictures = _one_each(world.pictures.take(pa.array(crowd.picture, mask=crowd.picture == NONE)))
    text_lists = pa.list_(pa.string())
    targets = np.array([NONE if act.target == NONE else len(crowd.who) + act.target for act in acts], dtype=np.int64)
    return {
        "who": np.concatenate([crowd.who, np.array([act.who for act in acts], dtype=np.int64)]),
        "at": np.concatenate([crowd.at, np.array([act.at for act in acts], dtype=np.int64)]),
        "kind": np.concatenate([crowd.kind, np.array([act.kind for act in acts], dtype=np.int64)]),
        "target": np.concatenate([crowd.target, targets]),
        "words": pa.concat_arrays([crowd.words, pa.array([act.text for act in acts], pa.string())]),
        "links": pa.concat_arrays([links, pa.array([act.links for act in acts], text_lists)]),
        "tags": pa.concat_arrays([crowd.tags, pa.array([act.tags for act in acts], text_lists)]),
        "pictures": pa.concat_arrays([pictures, pa.array([act.pictures for act in acts], text_lists)]),
    }


def _one_each(values: Any) -> Any:
    """Lists of the value where there is one, else of nothing."""
    present = pc.is_valid(values).to_numpy(zero_copy_only=False)
    offsets = np.concatenate([[0], np.cumsum(present)])
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), values.drop_null())


def _dress(rng: Generator, people: People, rows: dict[str, Any], target: NDArray[np.int64]) -> pa.Table:
    """The columns of the noun."""
    who, at, kind = rows["who"], rows["at"], rows["kind"]
    ids, accounts = _ids(rng, at), people.ids.take(pa.array(who))
    handles = people.handles.take(pa.array(who))
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
        "lang": names_at(LANGUAGES, people.language[who]),
        "urls": rows["links"].take(pa.array(source)),
        "hashtags": rows["tags"].take(pa.array(source)),
        "mentions": _one_each(accounts.take(pa.array(target, mask=~np.isin(kind, (REPLY, REPOST)) | (target == NONE)))),
        "media_hashes": rows["pictures"].take(pa.array(source)),
        "source_app": names_at(APPS, rng.choice(len(APPS), len(who), p=APP_SHARES)),
        "metrics": _metrics(rng, people, who, kind, target),
    }
    for number, name in ((REPOST, "repost_of"), (REPLY, "reply_to"), (QUOTE, "quote_of")):
        where = pa.array(target, mask=(kind != number) | (target == NONE))
        given[name] = ids.take(where)
        given[f"{name}_account"] = accounts.take(where)
    return _as_noun(given, len(who))


def _as_noun(given: dict[str, Any], size: int) -> pa.Table:
    fields = schema("posts")
    kept = pa.schema([field for field in fields if field.name not in ("source", "row")])
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
    """Likes and reposts of everything that is no repost; for one post in twelve the source gave none."""
    reposts = np.bincount(target[(kind == REPOST) & (target != NONE)], minlength=len(who))
    likes = np.floor(np.exp(people.fame[who] * 0.5 - 2 + rng.standard_normal(len(who)))) + 2 * reposts
    known = (kind != REPOST) & (rng.random(len(who)) > 1 / 12)
    offsets = np.concatenate([[0], np.cumsum(2 * known)])
    values = np.stack([likes, reposts], axis=1)[known].ravel().astype(float)
    keys: Any = pa.array(["like", "repost"] * int(known.sum()), pa.string())
    places: Any = pa.array(offsets, pa.int32(), mask=np.append(~known, False))
    return pa.MapArray.from_arrays(places, keys, pa.array(values))


def write_world(made: Made, folder: Path) -> None:
    """Write ``posts.parquet``, ``accounts.parquet`` and ``truth.json`` into ``folder``, which is made if need be.

    Each file appears whole or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps(made.truth, indent=1, ensure_ascii=False) + "\n"
    _whole(folder / "posts.parquet", lambda path: pq.write_table(made.posts, path, compression="zstd"))
    _whole(folder / "accounts.parquet", lambda path: pq.write_table(made.accounts, path, compression="zstd"))
    _whole(folder / "truth.json", lambda path: path.write_text(told, "utf-8"))


def _whole(target: Path, write: Callable[[Path], object]) -> None:
    partial = target.with_name(f".{target.name}.partial")
    try:
        write(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
