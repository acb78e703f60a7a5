"""What was found and what lies under it: findings, ties, posts, accounts, sites, search."""

from __future__ import annotations

from operator import itemgetter
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query

from inconcert.casework.blind import unscored_finding
from inconcert.web import reading
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens.blind import places_withheld, withheld
from inconcert.web.searching import PAGE, searched

router = APIRouter(tags=["Findings and material"])

Run = Annotated[str | None, Query(description="Id of a run; the latest when not given.", max_length=100)]
Limit = Annotated[int, Query(ge=1, le=reading.MOST, description="Rows, at most.")]
Offset = Annotated[int, Query(ge=0, le=10**9, description="Rows left out before.")]
Why = Annotated[str, Query(max_length=500, description="Why the data is read; it goes into the log.")]
Name = Annotated[str, Path(max_length=300)]
Text = Annotated[str | None, Query(max_length=300)]

Row = dict[str, Any]


@router.get("/findings", dependencies=[role("viewer")])
def findings(here: HereNow, run: Run = None, grade: Annotated[str | None, Query(pattern="^[ABC]$")] = None,
             alert: bool | None = None, limit: Limit = 100, offset: Offset = 0) -> Row:  # fmt: skip
    """The networks of a run, strongest evidence first, each as it stands in `findings.json` without its evidence.

    Those that a blind review is owed of stand last and without scores; no filter by grade or alert finds them.
    """
    found = here.found(run)
    networks = [
        each for each in _seen(here, found.data["networks"])
        if (grade is None or each.get("grade") == grade) and (alert is None or each.get("alert") is alert)
    ]  # fmt: skip
    left_out = {"evidence", "trait_posts", "objects", "links"}
    rows = [
        {key: value for key, value in each.items() if key not in left_out} for each in networks[offset : offset + limit]
    ]
    return {"run": found.path.name, "total": len(networks), "rows": reading.plain(rows)}


def _seen(here: HereNow, networks: list[Row]) -> list[Row]:
    blind = withheld(here)
    hidden = sorted((one for one in networks if one["id"] in blind), key=itemgetter("id"))
    return [one for one in networks if one["id"] not in blind] + [unscored_finding(one) for one in hidden]


@router.get("/findings/{network}", dependencies=[role("viewer")])
def finding(here: HereNow, network: Name, run: Run = None, why: Why = "API") -> Row:
    """One network with everything that `findings.json` says of it; without scores while a blind review is owed."""
    found = reading.network(here, network, run)
    here.desk.read("finding", [f"{m['platform']}:{m['account_id']}" for m in found["members"]], why)
    plain: Row = reading.plain(found)
    return plain


@router.get("/ties", dependencies=[role("viewer")])
def ties(here: HereNow, run: Run = None, network: Text = None, account: Text = None, limit: Limit = 100,
         offset: Offset = 0, why: Why = "API") -> Row:  # fmt: skip
    """Ties, the least explained by chance first; of a network or of an account (`platform:account_id`) when given.

    Whoever owes a blind review of a network of this run gets them in order of their names, without scores.
    """
    members = None
    if network is not None:
        members = [f"{m['platform']}:{m['account_id']}" for m in reading.network(here, network, run)["members"]]
    blind = places_withheld([str(one["id"]) for one in here.found(run).data["networks"]], withheld(here))
    rows = reading.ties(here, run, members, account, limit, offset, blind=blind)
    here.desk.read("ties", sorted({each[end] for each in rows for end in "ab"}), why)
    return {"rows": rows}


@router.get("/posts", dependencies=[role("viewer")])
def posts(here: HereNow, run: Run = None, platform: Text = None, account_id: Text = None, handle: Text = None,
          post_id: Text = None, limit: Limit = 100, offset: Offset = 0, why: Why = "API") -> Row:  # fmt: skip
    """Posts, the oldest first."""
    wanted = {"platform": platform, "account_id": account_id, "handle": handle, "post_id": post_id}
    rows = reading.posts(here, run, wanted, limit, offset)
    here.desk.read("posts", sorted({f"{each['platform']}:{each['account_id']}" for each in rows}), why)
    return {"rows": rows}


@router.get("/accounts/{platform}/{account_id}", dependencies=[role("viewer")])
def account(here: HereNow, platform: Name, account_id: Name, run: Run = None, why: Why = "API") -> Row:
    """One account: its profiles as they were seen, how much it posted, and the networks it is in."""
    here.desk.read("account", [f"{platform}:{account_id}"], why)
    return reading.account(here, run, platform, account_id)


@router.get("/sites/{name}", dependencies=[role("viewer")])
def site(here: HereNow, name: Name, run: Run = None, why: Why = "API") -> Row:
    """One site: who linked to it, who was first, which networks push it."""
    found = reading.site(here, run, name)
    here.desk.read("site", [each["account"] for each in found["spread"]], why)
    return found


@router.get("/search", dependencies=[role("viewer")])
def search(here: HereNow, q: Annotated[str, Query(min_length=1, max_length=1000)],
           kind: Annotated[list[str] | None, Query(max_length=3)] = None,
           page: Annotated[int, Query(ge=1, le=400)] = 1) -> Row:  # fmt: skip
    """Posts, accounts and sites by what they say; see the guide for the operators."""
    found = searched(here, q, kind or [], page)
    rows = [{key: value for key, value in each.items() if key != "pieces"} for each in found["rows"]]
    return {"total_at_least": found["total"], "page": page, "page_size": PAGE, "rows": rows}
