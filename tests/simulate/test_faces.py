from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pytest

from inconcert.simulate.scenarios import simulate

if TYPE_CHECKING:
    from inconcert.simulate.made import Made


@pytest.fixture(scope="module")
def made() -> Made:
    return simulate("two-faces", seed=7, posts=12_000)


def pages(made: Made) -> dict[str, dict]:
    return {f"{row['platform']}:{row['account_id']}": row for row in made.accounts.to_pylist()}


def texts(made: Made) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in made.posts.select(["platform", "account_id", "text", "posted_at", "kind"]).to_pylist():
        if row["kind"] == "post":
            key = " ".join(sorted(word for word in row["text"].split() if word.isalpha())[:6])
            found[f"{row['platform']}:{row['account_id']}"][key] = row["posted_at"].timestamp()
    return found


def test_pairs_are_on_two_platforms_and_nobody_is_in_two(made: Made) -> None:
    planted = [p["members"] for p in made.truth["personas"] if p["name"] == "two-faces"]
    pairs = planted + [p["members"] for p in made.truth["alike"]]
    everybody = [member for pair in pairs for member in pair]
    assert len(everybody) == len(set(everybody))
    assert all(a.split(":")[0] != b.split(":")[0] for a, b in pairs)
    assert set(Counter(p["kind"] for p in made.truth["alike"])) == {"impersonation", "fan", "namesake", "club"}


def test_an_impersonator_looks_more_like_the_victim_than_second_faces_do(made: Made) -> None:
    page = pages(made)

    def same(pairs: list[list[str]], column: str) -> float:
        return float(np.mean([page[a][column] == page[b][column] != None for a, b in pairs]))  # noqa: E711

    copied = [p["members"] for p in made.truth["alike"] if p["kind"] == "impersonation"]
    own = [p["members"] for p in made.truth["personas"] if p["name"] == "two-faces"]
    for column in ("name", "avatar"):
        assert same(copied, column) > same(own, column) > 0


def test_nobody_but_the_operator_posts_first_by_turns_with_an_impersonated_account(made: Made) -> None:
    said = texts(made)
    for pair in (p["members"] for p in made.truth["alike"] if p["kind"] == "impersonation"):
        page = pages(made)
        elder, younger = sorted(pair, key=lambda one: page[one]["created_at"])
        shared = [key for key in said[elder].keys() & said[younger].keys() if len(key) > 25]
        # A headline that both come across is the elder one's second, once.
        assert sum(said[elder][key] > said[younger][key] for key in shared) <= 1


def test_worlds_without_such_people_do_not_list_any() -> None:
    assert "alike" not in simulate("small-slow", seed=7, posts=8_000).truth
