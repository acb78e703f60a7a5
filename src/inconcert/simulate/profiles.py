"""What an account's page shows: handle, name, age, bio, links, picture, followers. Likeness has many honest reasons.

People pick names that a platform suggests, quote the same verse, keep the default picture, sign up in a wave. All that
is in the crowd; a planted group has more of it only where its plan says so.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from inconcert.model.tables import schema
from inconcert.simulate.likeness import LIKENESS, OPEN, admired, hidden
from inconcert.simulate.people import PLATFORMS, Profiles, names_at
from inconcert.simulate.rhythm import DAY, DAYS, START
from inconcert.simulate.tongue import make_words, zipf_ranks
from inconcert.simulate.world import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from inconcert.simulate.people import Group, Marks, People
    from inconcert.simulate.world import World

APPS = ("web", "phone", "tablet", "scheduler")
APP_SHARES = (0.3, 0.58, 0.07, 0.05)
LOYAL = 0.85
"""Share of its posts that an account writes with the client it likes best."""
GRAMMARS = (0.35, 0.2, 0.15, 0.18, 0.12)
"""Share of each way to make a handle; see :func:`_handle`."""
SILENT, QUOTED = 0.2, 0.06
"""Share of the crowd's profiles without a text, and with a saying that others have too."""
UNPICTURED, DEFAULT, POPULAR = 0.06, 0.14, 0.06
"""Share of the crowd's profiles without a known picture, with the platform's own, with one that is going round."""
WAVES = 0.08
"""Share of the crowd that signed up in one of two waves of three days."""
UNKNOWN = 0.06
"""Share of accounts whose followers, and of others whose posts, nobody counted."""
PICTURE = "https://img.example/{}.jpg"
DEFAULT_PICTURE = "https://img.example/default.png"


def make_profiles(
    rng: Generator,
    world: World,
    people: People,
    groups: list[Group],
    pairs: list[tuple[int, int]],
    habits: Mapping[tuple[int, int], str] = MappingProxyType({}),
    alike: Sequence[tuple[int, int, str]] = (),
) -> Profiles:
    """Pages for everybody: like anybody's first, then what plans say, then what two faces of one person share.

    Args:
        rng: Source of chance.
        world: Languages and words.
        people: All accounts.
        groups: The planted groups.
        pairs: Two faces of one person.
        habits: How the second face resembles the first, for pairs that do not do so openly.
        alike: Accounts of different people that look alike, and why.
    """
    made = _usual(rng, world, people)
    first = 0
    for group in groups:
        _marked(rng, world, made, np.arange(first, first + group.size), group)
        first += group.size
    shown = [pair for pair in pairs if pair not in habits or habits[pair] == OPEN]
    for a, b in pairs:
        if (a, b) in habits and (a, b) not in shown:
            hidden(rng, made, a, b, habits[a, b])
        else:
            _faced(rng, made, people, a, b)
    for a, b, kind in alike:
        LIKENESS[kind](rng, made, a, b)
    made.handles = _distinct(rng, made.handles)
    _link_faces(rng, made, people, shown)
    admired(rng, made, lambda place: _page(made, people, place), alike)
    return made


def _usual(rng: Generator, world: World, people: People) -> Profiles:
    total = len(people)
    words = make_words(rng, 1500)
    pictures = [PICTURE.format(rng.bytes(8).hex()) for _ in range(60)]
    cities = [make_words(rng, 30, tongue.letters) for tongue in world.tongues]
    age = rng.integers(60, 4000, total)
    wave = np.where(rng.random(total) < WAVES, np.where(rng.random(total) < 0.5, 410, 1520), 0)
    age = np.where(wave > 0, wave + rng.integers(0, 3, total), age)
    chosen = rng.choice(len(words), (total, 2))
    return Profiles(
        handles=[_handle(rng, words[a], words[b]) for a, b in chosen],
        names=[None if rng.random() < 0.03 else f"{words[a]} {words[b]}".title() for a, b in chosen],
        created=START - age * DAY + rng.integers(0, DAY, total),
        bios=_bios(rng, world, people),
        urls=[f"https://{words[a]}{b}.example/" if rng.random() < 0.1 else None for a, b in chosen],
        places=[str(rng.choice(cities[k])).title() if rng.random() < 0.4 else None for k in people.language],
        avatars=[_avatar(rng, pictures) for _ in range(total)],
        apps=rng.choice(len(APPS), total, p=APP_SHARES),
    )


def _handle(rng: Generator, first: str, second: str) -> str:
    """A handle as people make them: two names and a number, two names, what a platform suggests, a year, one name."""
    number = rng.integers(10**8)
    forms = (
        f"{first}_{second}{number % 1000}",
        f"{first}{second}",
        f"{first}{number:08d}",
        f"{first}_{second}{1955 + number % 55}",
        f"{first}{number % 100}",
    )
    return forms[int(rng.choice(len(forms), p=GRAMMARS))]


def _distinct(rng: Generator, handles: list[str]) -> list[str]:
    """The handles with a digit or two more where somebody has that one."""
    taken: set[str] = set()
    for place, handle in enumerate(handles):
        free = handle
        while free in taken:
            free = f"{handle}{rng.integers(10**3)}"
        taken.add(free)
        handles[place] = free
    return handles


def _bios(rng: Generator, world: World, people: People) -> list[str | None]:
    """A sentence of one's own, a saying that goes round, or nothing."""
    sayings = [[tongue.sentence(rng, k % 8, 8) for k in range(12)] for tongue in world.tongues]
    own: list[str | None] = [""] * len(people)
    for language, tongue in enumerate(world.tongues):
        here = np.flatnonzero(people.language == language)
        for place, text in zip(here.tolist(), tongue.sentences(rng, people.topic[here], 7).to_pylist(), strict=True):
            own[place] = text
    lucky, ranks = rng.random(len(people)), zipf_ranks(rng, 12, len(people), shift=1)
    for place, luck in enumerate(lucky.tolist()):
        if luck < SILENT:
            own[place] = None
        elif luck < SILENT + QUOTED:
            own[place] = sayings[people.language[place]][ranks[place]]
    return own


def _avatar(rng: Generator, pictures: list[str]) -> str | None:
    luck = rng.random()
    if luck < UNPICTURED:
        return None
    if luck < UNPICTURED + DEFAULT:
        return DEFAULT_PICTURE
    if luck < UNPICTURED + DEFAULT + POPULAR:
        return pictures[int(zipf_ranks(rng, len(pictures), 1, shift=1)[0])]
    return PICTURE.format(rng.bytes(8).hex())


def _marked(rng: Generator, world: World, made: Profiles, members: NDArray[np.int64], group: Group) -> None:
    """Give the members of a group what its plan says of their profiles."""
    if group.new:
        day = group.wakes - rng.integers(5, 12, len(members))
        made.created[members] = START + day * DAY + rng.integers(0, DAY, len(members))
    elif group.wakes:
        made.created[members] = START - rng.integers(1200, 3600, len(members)) * DAY
    marks = group.marks
    stems, bios, pictures = _stock(rng, world, marks, group)
    for who in members:
        bears = rng.random(4) < marks.share
        if stems and bears[0]:
            made.handles[who] = f"{stems[int(rng.integers(len(stems)))]}{rng.integers(10**4, 10**5)}"
        if bios and bears[1]:
            made.bios[who] = bios[int(rng.integers(len(bios)))]
        if pictures and bears[2]:
            made.avatars[who] = pictures[int(rng.integers(len(pictures)))]
        if marks.app and bears[3]:
            made.apps[who] = APPS.index(marks.app)
        if group.about and rng.random() < group.says:
            made.bios[who] = f"{group.about}. {made.bios[who] or ''}".strip()


def _stock(rng: Generator, world: World, marks: Marks, group: Group) -> tuple[list[str], list[str], list[str]]:
    tongue = world.tongues[group.language]
    bios = [tongue.sentence(rng, group.topic or 0, 9) for _ in range(marks.bios)]
    return make_words(rng, marks.stems), bios, [PICTURE.format(rng.bytes(8).hex()) for _ in range(marks.avatars)]


def _faced(rng: Generator, made: Profiles, people: People, a: int, b: int) -> None:
    """The second face ``b`` of ``a``: mostly a near handle, the same name and picture, made days or weeks later."""
    if rng.random() < 0.75:
        made.handles[b] = _near(rng, made.handles[a])
    if rng.random() < 0.7:
        made.names[b] = made.names[a]
    if rng.random() < 0.65:
        made.avatars[b] = made.avatars[a]
    if rng.random() < 0.3:
        made.bios[b] = made.bios[a]
    if rng.random() < 0.6:
        later = made.created[a] + rng.lognormal(np.log(12 * DAY), 1.0)
        made.created[b] = min(int(later), max(int(made.created[a]), START - DAY))
    made.apps[b] = made.apps[a]
    people.fame[b] = people.fame[a] + rng.standard_normal()


def _near(rng: Generator, handle: str) -> str:
    """The same handle, or one that a person would take for it."""
    bare = handle.replace("_", "")
    forms = (
        handle,
        bare,
        f"{handle}_",
        f"the{bare}",
        handle.rstrip("0123456789") or handle,
        f"{bare}{rng.integers(99)}",
    )
    return forms[int(rng.choice(len(forms), p=(0.3, 0.2, 0.15, 0.1, 0.15, 0.1)))]


def _link_faces(rng: Generator, made: Profiles, people: People, pairs: list[tuple[int, int]]) -> None:
    """Two in five of those with two faces say so on one of them."""
    for a, b in pairs:
        if rng.random() < 0.4:
            shown, other = (a, b) if rng.random() < 0.5 else (b, a)
            made.urls[shown] = _page(made, people, other)


def _page(made: Profiles, people: People, place: int) -> str:
    """Address of an account's page."""
    return f"https://{PLATFORMS[people.platform[place]]}.example/{made.handles[place]}"


def accounts_table(rng: Generator, people: People, made: Profiles, groups: list[Group]) -> pa.Table:
    """The accounts as the noun ``accounts``, without the columns that ingest adds, ordered by id."""
    fields = schema("accounts")
    names = [name for name in fields.names if name not in ("source", "row")]
    total = len(people)
    bots = [group.bot for group in groups for _ in range(group.size)]
    history = np.floor(rng.lognormal(5, 1.7, total)).astype(np.int64) * (people.wake == START)
    given: dict[str, Any] = {
        "platform": names_at(PLATFORMS, people.platform),
        "account_id": people.ids,
        "handle": pa.array(made.handles),
        "name": pa.array(made.names, pa.string()),
        "created_at": pa.array(made.created * 10**6),
        "created_precision": pa.array(np.ones(total)),
        "description": pa.array(made.bios, pa.string()),
        "url": pa.array(made.urls, pa.string()),
        "location": pa.array(made.places, pa.string()),
        "lang": names_at(LANGUAGES, people.language),
        "avatar": pa.array(made.avatars, pa.string()),
        "followers": _counted(rng, np.exp(people.fame)),
        "following": _counted(rng, np.exp(3 + rng.standard_normal(total))),
        "posts_count": _counted(rng, people.posts + history),
        "declared_bot": pa.array(bots + [False] * (total - len(bots))),
        "observed_at": pa.array(np.full(total, START + DAYS * DAY, dtype=np.int64) * 10**6),
    }
    types = [fields.field(name).type for name in names]
    columns = [given[n].cast(t) if n in given else pa.nulls(total, t) for n, t in zip(names, types, strict=True)]
    return pa.table(columns, names=names).sort_by("account_id")


def _counted(rng: Generator, values: NDArray[Any]) -> Any:
    """Whole numbers, null where nobody counted."""
    return pa.array(np.floor(values).astype(np.int64), mask=rng.random(len(values)) < UNKNOWN)
