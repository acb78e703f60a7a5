"""One account, page, site or ad with everything known of it and where it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import FileResponse

from inconcert.errors import NoSuchThing
from inconcert.web.asking import role
from inconcert.web.here import HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.screens import asset as screen
from inconcert.web.screens import slices
from inconcert.web.screens.blind import masked_asset, withheld
from inconcert.web.screens.run import material_of
from inconcert.web.screens.wording import address
from inconcert.web.views import view

if TYPE_CHECKING:
    from starlette.responses import Response

    from inconcert.web.screens.material import Material

router = APIRouter()

Id = Annotated[str, Query(alias="id", min_length=1, max_length=2000)]
Page = Annotated[int, Query(ge=0, le=100_000)]


@router.get("/assets/{kind}", dependencies=[role("viewer")])
def asset(
    request: Request, here: HereNow, kind: str, name: Id, run: str = "", page: Page = 0, zone: str = ""
) -> Response:
    """The page of one asset."""
    material = material_of(here, run or None)
    found = _found(material, kind, name, page, slices.zone_of(zone))
    if found is None:
        raise NoSuchThing(f"nothing in this material is known of the {screen.KINDS.get(kind, 'asset')} '{name}'.")
    here.desk.read(kind, [name], f"opened the page of this {kind}")
    blind = withheld(here)
    found = masked_asset(found, material, blind)
    ends = [row["other"] for row in found["ties"]] if kind == "account" else []
    link = here.url(f"/assets/{kind}")
    return view(
        request,
        "asset.html",
        at="",
        kind=kind,
        name=name,
        asset=found,
        called=screen.KINDS[kind],
        names=screen.names(ends, material),
        blind=bool(blind),
        run=run or here.run,
        turned=lambda number: address(link, id=name, run=run, page=number),
    )


def _found(material: Material, kind: str, name: str, page: int, zone: int) -> dict[str, Any] | None:
    platform, _, rest = name.partition(":")
    if kind == "account":
        return screen.account(material, name, page=page, zone=zone)
    if kind == "page":
        return screen.page(material, platform, rest, start=page)
    if kind == "site":
        return screen.site(material, name)
    return screen.ad(material, platform, rest) if kind == "ad" else None


@router.get("/media", dependencies=[role("viewer")])
def medium(
    here: HereNow,
    post: Annotated[str, Query(max_length=400)],
    n: Annotated[int, Query(ge=0, le=50)] = 0,
    run: str = "",
) -> Response:
    """A picture that was saved beside the material; nothing is fetched from anywhere."""
    found = screen.medium(material_of(here, run or None), post, n)
    if found is None:
        raise NoSuchThing("this picture was not saved with the material.")
    here.desk.read("post", [post], "looked at a picture")
    return FileResponse(found, media_type=PICTURES[found.suffix.lower()], content_disposition_type="inline")


PICTURES = {
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".gif": "image/gif", ".webp": "image/webp",
    ".bmp": "image/bmp", ".tif": "image/tiff", ".tiff": "image/tiff",
}  # fmt: skip
