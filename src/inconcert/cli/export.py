"""``inconcert export``: the findings of a run, or a confirmed case, in other forms."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inconcert.cli.cases.desks import at_desk, working
from inconcert.cli.common import FOLDER, output, standard
from inconcert.cli.dossiers import leave, telling, told
from inconcert.errors import InconcertError, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inconcert.dossier import Dossier, Form


@click.command()
@click.argument("folder", type=FOLDER)
@click.argument("forms", nargs=-1, metavar="[FORM]...")
@click.option("--to", "target", type=FOLDER, default=Path(), help="File, or folder for several forms.  [default: .]")
@click.option("--case", metavar="CASE", help="A confirmed case instead of the latest run: its number or its id.")
@click.option("--recipient", metavar="NAME", help="For whom it is; needed where the case is marked TLP:RED.")
@telling
@working
@standard
def command(
    folder: Path,
    forms: tuple[str, ...],
    target: Path,
    case: str | None,
    recipient: str | None,
    imprint: Path | None,
    handles: str | None,
    tlp: str | None,
    casebook: str | None,
    name: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Write what the latest run in FOLDER found in each FORM; with --case, a case that two people confirmed.

    Without a FORM, list those there are. What leaves of a case stands in its log, with for whom where that is given.
    """
    if not forms:
        _list(as_json=as_json, quiet=quiet)
        return
    if case is None:
        if any(given is not None for given in (recipient, imprint, handles, tlp)):
            raise UsageError(
                "--recipient, --imprint, --handles and --tlp are about a case.", todo="Name it with --case."
            )
        places, failed = _of_run(folder, forms, target), None
    else:
        chosen = [_form(each) for each in forms]
        with at_desk(folder, casebook, name) as desk:
            dossier = told(desk, folder, case, imprint, handles, tlp)
            leave(desk, dossier, chosen, recipient)
        places, failed = _written(chosen, _spots(chosen, target), dossier)
    output({"files": places}, "\n".join(f"Wrote {place}." for place in places), as_json=as_json, quiet=quiet)
    if failed:
        raise failed


def _written(forms: Sequence[Form], spots: Sequence[Path], dossier: Dossier) -> tuple[list[str], InconcertError | None]:
    """Write every form that can be made: where, and for those that cannot an error that says which and why."""
    places, failed = list[str](), dict[str, InconcertError]()
    for form, place in zip(forms, spots, strict=True):
        try:
            form.write(dossier, place)
        except InconcertError as error:
            failed[form.name] = error
        else:
            places.append(str(place))
    if not failed or len(forms) == 1:
        return places, next(iter(failed.values()), None)
    said = " ".join(f"{name} was not written: {error}" for name, error in failed.items())
    return places, InputError(said)


def _list(*, as_json: bool, quiet: bool) -> None:
    from inconcert.plugins import registered

    known = {kind: {name: each.title for name, each in sorted(registered(kind).items())}
             for kind in ("exporters", "forms")}  # fmt: skip
    heads = {"exporters": "Of the latest run", "forms": "Of a confirmed case (--case)"}
    blocks = [
        "\n".join([f"{heads[kind]}:", *(f"  {name:<15} {title}" for name, title in rows.items())])
        for kind, rows in known.items()
    ]
    output({**known["exporters"], **known["forms"]}, "\n".join(blocks), as_json=as_json, quiet=quiet)


def _of_run(folder: Path, names: tuple[str, ...], target: Path) -> list[str]:
    from inconcert.found import exporter_named
    from inconcert.investigation import Investigation
    from inconcert.plugins import registered
    from inconcert.store.files import guarded

    ofcase = [name for name in names if name in registered("forms")]
    if ofcase:
        raise UsageError(f"'{ofcase[0]}' is written of a confirmed case.", todo="Name the case with --case.")
    found = Investigation.open(folder).found()
    for name in names:
        exporter_named(name)  # refused before anything is written
    if len(names) > 1:
        with guarded(f"making the folder {target}"):
            target.mkdir(parents=True, exist_ok=True)
    return [str(found.export(name, target)) for name in names]


def _form(name: str) -> Form:
    from inconcert.dossier import form_named
    from inconcert.plugins import registered

    if name in registered("exporters"):
        raise UsageError(f"'{name}' is written of a run, not of a case.", todo="Leave out --case.")
    return form_named(name)


def _spots(forms: Sequence[Any], target: Path) -> list[Path]:
    """Where each form goes: into a folder under its usual name, or one form to the file that is named."""
    from inconcert.store.files import guarded

    if len(forms) > 1:
        with guarded(f"making the folder {target}"):
            target.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        return [target / f"{form.stem}{form.suffix}" for form in forms]
    return [target]
