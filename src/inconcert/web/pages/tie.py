"""One tie laid open: the waterfall of its evidence and the posts side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request

from inconcert.errors import NoSuchThing
from inconcert.report.html import WORDLESS
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import asset as assets
from inconcert.web.screens import finding as screen
from inconcert.web.screens import ties
from inconcert.web.screens.blind import called, seen_by
from inconcert.web.screens.pairs import Filter, pairs
from inconcert.web.screens.run import material_of
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

    from inconcert.web.screens.material import Material

router = APIRouter()


@router.get("/findings/{net}/tie", dependencies=[role("viewer")])
def tie(
    request: Request,
    here: HereNow,
    net: str,
    a: Annotated[str, Query(max_length=400)],
    b: Annotated[str, Query(max_length=400)],
    run: str = "",
) -> Response:
    """What binds two members, and their posts side by side."""
    material = material_of(here, run or None)
    network = seen_by(here, material, net)
    found = ties.tie(material, a, b)
    if found is None:
        raise NoSuchThing(f"nothing ties {a} and {b} in this run.", todo="Open a tie from the list of the finding.")
    here.desk.read("account", [found["a"], found["b"]], f"compared posts of a tie of {net}")
    return view(
        request,
        "tie.html",
        at="findings",
        net=network,
        tie=found,
        names=assets.names([found["a"], found["b"]], material),
        near=_neighbours(material, network, found),
        wordless_families=WORDLESS,
        blind=bool(network.get("blind")),
        run=run or here.run,
        called=called(here, material, net),
        path=here.url(f"/findings/{net}"),
    )


def _neighbours(material: Material, network: dict[str, Any], found: dict[str, Any]) -> dict[str, Any]:
    """The ties before and after this one in the list of the finding, and its place there."""
    places = [screen.member_place(network, found[end]) for end in ("a", "b")]
    if None in places:
        return {"before": None, "after": None, "place": None, "of": None}
    table = pairs(material, network)
    ends = list(zip(table["a"].to_pylist(), table["b"].to_pylist(), strict=True))
    wanted = tuple(places)
    row = next((at for at, pair in enumerate(ends) if pair in (wanted, wanted[::-1])), None)
    if row is None:
        return {"before": None, "after": None, "place": None, "of": len(ends)}
    near = {}
    for name, start in (("before", row - 1), ("after", row + 1)):
        inside = 0 <= start < len(ends)
        near[name] = screen.tied(material, network, Filter(), start, 1)["rows"][0] if inside else None
    return near | {"place": row + 1, "of": len(ends)}
