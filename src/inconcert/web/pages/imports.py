"""Import: drop files, see how they would be read, add them, read the receipts."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from zoneinfo import available_timezones

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response, StreamingResponse

from inconcert.errors import NoSuchThing, UsageError
from inconcert.ingest.recipe import save
from inconcert.plugins import registered
from inconcert.web.asking import role
from inconcert.web.guarding import csv_again
from inconcert.web.here import Here, HereNow  # noqa: TC001  # FastAPI reads the types
from inconcert.web.importing import MAIN, MEANS, MORE, Chosen, look, parts, recipe_of
from inconcert.web.jobs.desk import Jobs
from inconcert.web.receipts import named
from inconcert.web.staging import Staging
from inconcert.web.views import view

router = APIRouter()

WHATEVER = 2**50
"""The route of uploads counts by itself, with the limit of the settings."""
PIECE = 2**20


@router.get("/import", dependencies=[role("investigator")])
def drop(request: Request, here: HereNow) -> Response:
    """Where files are dropped, and what was added so far."""
    return view(
        request,
        "import.html",
        at="import",
        sources=here.opened.folder.sources()[::-1],
        limit=here.bench.settings.upload_limit,
        formats=sorted(form.title for form in registered("formats").values()),
        local=not here.bench.settings.team,
    )


@router.post("/import/batches", dependencies=[role("investigator")])
def batch_for_uploads(here: HereNow) -> dict[str, str]:
    """A new batch, into which files are then put."""
    name = Staging(here.opened.folder).new()
    return {"batch": name, "look": here.url(f"/import/{name}")}


@router.put("/import/{batch}/files/{name}", dependencies=[role("investigator")], max_body_size=WHATEVER)
async def upload(request: Request, here: HereNow, batch: str, name: str) -> dict[str, Any]:
    """One file, as the body of the request; it goes to disk piece by piece."""
    target = Staging(here.opened.folder).target(batch, name)
    aside, limit = target.with_name(f".{target.name}.partial"), here.bench.settings.upload_limit
    if int(request.headers.get("content-length", "0") or 0) > limit:
        raise _too_large(limit)
    try:
        size = await _poured(request, aside, limit)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return {"name": target.name, "bytes": size}


async def _poured(request: Request, aside: Path, limit: int) -> int:
    size, held = 0, bytearray()
    with aside.open("xb") as file:
        async for chunk in request.stream():
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            held += chunk
            if len(held) >= PIECE:
                await run_in_threadpool(file.write, bytes(held))
                held.clear()
        await run_in_threadpool(file.write, bytes(held))
    return size


def _too_large(limit: int) -> HTTPException:
    return HTTPException(413, f"The file is larger than {limit:,} bytes, the most that this server takes.")


@router.post("/import/here", dependencies=[role("investigator")])
def from_this_machine(here: HereNow, path: Annotated[str, Form()]) -> Response:
    """Add a file or folder of this machine without copying it first; only for the person who sits at it."""
    if here.bench.settings.team:
        raise HTTPException(403, "Files of the server are added by its administrator, with `inconcert add`.")
    place = Path(path.strip()).expanduser()
    if not path.strip() or not place.exists():
        raise UsageError(f"there is nothing at '{path}'.", todo="Write the whole path of a file or folder.")
    batch = Staging(here.opened.folder).new()
    folder = Staging(here.opened.folder).place(batch)
    for each in sorted(place.iterdir()) if place.is_dir() else [place]:
        if each.is_file():
            (folder / each.name).symlink_to(each.resolve())
    return RedirectResponse(here.url(f"/import/{batch}"), 303)


@router.get("/import/receipts", dependencies=[role("viewer")])
def receipts(request: Request, here: HereNow) -> Response:
    """What became of each file."""
    return view(request, "receipts.html", at="import", sources=here.opened.folder.named()[::-1])


@router.get("/import/receipts/{source}", dependencies=[role("viewer")])
def receipt(request: Request, here: HereNow, source: str) -> Response:
    """What became of one file."""
    return view(
        request,
        "receipt.html",
        at="import",
        receipt=named(here.opened.folder, source),
        rejects=_rejects(here, source).exists(),
    )


@router.get("/import/receipts/{source}/rejects.csv", dependencies=[role("investigator")])
def rejects(here: HereNow, source: str) -> Response:
    """The rows that were left out, with the reason; safe to open in a spreadsheet."""
    found = _rejects(here, str(named(here.opened.folder, source)["source"]))
    if not found.exists():
        raise NoSuchThing("no row of this file was left out.")
    here.desk.read("rejected rows", [source], "download of rejected rows")
    headers = {"content-disposition": f'attachment; filename="rejects-{source}.csv"'}
    return StreamingResponse(csv_again(found), media_type="text/csv; charset=utf-8", headers=headers)


def _rejects(here: Here, source: str) -> Path:
    return here.opened.folder.path / "sources" / source / "rejects.csv"


@router.get("/import/{batch}", dependencies=[role("investigator")])
def looked_at(request: Request, here: HereNow, batch: str) -> Response:
    """How the files of a batch would be read, with what is said about them in the address."""
    chosen = Chosen.of(request.query_params)
    seen = look(Staging(here.opened.folder), batch, chosen)
    part = request.headers.get("x-part") == "preview"
    return view(
        request,
        "parts/preview.html" if part else "look.html",
        at="import",
        batch=batch,
        chosen=chosen,
        seen=seen,
        columns=list(dict.fromkeys(column for each in seen for column in each.columns)),
        examples={column: value for each in seen[::-1] for column, value in each.examples.items()},
        mapping=dict(chosen.columns) or next((dict(each.mapping) for each in seen if each.mapping), {}),
        main=MAIN,
        more=MORE,
        means=MEANS,
        formats=sorted((name, form.title) for name, form in registered("formats").items()),
        zones=_zones(),
        recipes=sorted(each.stem for each in (here.opened.folder.path / "recipes").glob("*.toml")),
        keepable=recipe_of(chosen, seen) is not None,
    )


def _zones() -> list[str]:
    return [
        "UTC",
        *sorted(
            name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
        ),
    ]


@router.post("/import/{batch}/add", dependencies=[role("investigator")])
async def add(request: Request, here: HereNow, batch: str) -> Response:
    """Add the files of a batch as they were last looked at."""
    form = {key: str(value) for key, value in (await request.form()).items()}
    return await run_in_threadpool(_add, here, batch, form)


def _add(here: Here, batch: str, form: dict[str, str]) -> Response:
    staging, chosen = Staging(here.opened.folder), Chosen.of(form)
    seen = look(staging, batch, chosen)
    refused = [each for each in seen if not each.usable]
    if refused or not seen:
        raise UsageError(
            f"{refused[0].file}: {refused[0].error}" if refused else "there is no file to add.",
            todo="Go back and mend it; nothing was added.",
        )
    name, recipe = form.get("keep_as", "").strip(), recipe_of(chosen, seen)
    if name and recipe is not None:
        save(here.opened.folder.path, name, recipe)
    place = str(staging.place(batch).resolve())
    job = Jobs(here.opened.folder).start(
        "add", here.actor.name, {}, parts=parts(staging, batch, chosen), staged=[place]
    )
    return RedirectResponse(here.url(f"/runs/jobs/{job.id}"), 303)


@router.post("/import/{batch}/discard", dependencies=[role("investigator")])
def discard(here: HereNow, batch: str) -> Response:
    """Throw the files of a batch away."""
    Staging(here.opened.folder).discard(batch)
    return RedirectResponse(here.url("/import"), 303)
