"""Run as a program: write notes until killed, and print the id of each that was acknowledged.

Takes the URL of a casebook, the folder of its files, a case and a name.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from inconcert.casework import Actor, Casebook


def main(url: str, files: str, case: str, name: str) -> None:
    desk = Casebook.open(url, files=Path(files)).desk(Actor(name, frozenset({"investigator"}), "writer"))
    for number in count():
        sys.stdout.write(desk.note(case, f"note {number} of {name}").id + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
