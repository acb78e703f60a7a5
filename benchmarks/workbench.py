"""The page of a finding over a million posts: how long the server takes, and how many bytes its first paint needs.

    python benchmarks/workbench.py --events 1000000 --requests 60

Looks for one signal in a month of posts (the same as ``arriving.py``), serves the result in this process and asks for
the pages of findings, the strongest in turn, as a browser without a cache would. Times are from the request to the
whole answer, the entry in the audit log included. The server warms up first, as ``inconcert open`` does; ``first`` is
the first page after that, ``cold`` are first looks at the other findings, when their tables are read; ``warm`` are
later ones. ``narrowed`` are pages with a stretch of time and another zone, each stretch for the first time, and
``again`` are stretches that were looked at before. Bytes are those of the
page and of every style and script that it loads at once, as gzip -6 gives them; the drawing code of the charts comes
when a chart comes near and is told apart. Writes ``bench-data/workbench-<events>.json``.
"""

from __future__ import annotations

import argparse
import gzip
import re
import statistics
import sys
import time
import warnings
from typing import TYPE_CHECKING, Any

from measure import machine, run, save
from posts import added, detect, files

from inconcert.web.warming import warmed

if TYPE_CHECKING:
    from pathlib import Path

LATER = re.compile(r"/static/vendor/charts-")
"""Code that a page fetches only when a chart comes near."""


def client(folder: Path) -> Any:
    """Somebody who came in, and the address of the investigation."""
    from inconcert.web.app import create_app
    from inconcert.web.settings import ServerSettings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from starlette.testclient import TestClient
    app = create_app(ServerSettings(investigations=(folder,), name="bench"))
    made = TestClient(app, "http://127.0.0.1:8400")
    made.get("/enter", params={"key": app.state.workbench.link.key()})
    (slug,) = app.state.workbench.investigations
    return made, f"/i/{slug}"


def asked(who: Any, address: str) -> tuple[float, str]:
    """Milliseconds of one request, and its answer."""
    start = time.perf_counter()
    answer = who.get(address)
    spent = 1000 * (time.perf_counter() - start)
    answer.raise_for_status()
    return spent, answer.text


def painted(who: Any, page: str) -> dict[str, int]:
    """Compressed bytes of a page and of what it loads at once, and of what it loads later."""
    first, later = len(gzip.compress(page.encode(), 6)), 0
    wanted, seen = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page)), set[str]()
    while wanted:
        address = wanted.pop()
        seen.add(address)
        body = who.get(address).content
        size = len(gzip.compress(body, 6))
        first, later = (first, later + size) if LATER.search(address) else (first + size, later)
        if ".js" in address and "/vendor/" not in address:
            named = re.findall(r'(?:from|import\()\s*"\./([^"]+)"', body.decode())
            wanted |= {f"/static/{name}" for name in named} - seen
    return {"first": first, "later": later}


def summary(times: list[float]) -> dict[str, Any]:
    """Median and 95th percentile in milliseconds."""
    return {
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(sorted(times)[max(0, round(0.95 * len(times)) - 1)], 1),
        "requests": len(times),
    }


def looked_at(who: Any, found: list[str], requests: int) -> dict[str, list[float]]:
    """Milliseconds of the pages of findings, by how they are asked for."""
    times: dict[str, list[float]] = {"first": [], "cold": [], "warm": [], "narrowed": [], "again": []}
    for number in range(requests):
        name = "first" if not number else "cold" if number < len(found) else "warm"
        times[name].append(asked(who, found[number % len(found)])[0])
    seen = set[str]()
    for number in range(requests):
        stretch = f"from=2023-11-{16 + number // len(found) % 9}&to=2023-11-{26 + number % 4}"
        narrowed = f"{found[number % len(found)]}?{stretch}&zone={30 * (number % 20)}"
        times["again" if narrowed in seen else "narrowed"].append(asked(who, narrowed)[0])
        seen.add(narrowed)
    for number in range(requests):
        narrowed = f"{found[number % len(found)]}?from=2023-11-16&to=2023-11-{26 + number % 4}&zone=0"
        times["again" if narrowed in seen else "narrowed"].append(asked(who, narrowed)[0])
        seen.add(narrowed)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the page of a finding.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    about = machine()
    month, _ = files(given.events, given.seed)
    folder = month[0].parent / "workbench"
    if not list(folder.glob("runs/*/findings.json")):
        added(folder, month)
        run(detect(folder))
    who, base = client(folder)
    begun = time.perf_counter()
    warmed(who.app.state.workbench)
    spent = time.perf_counter() - begun
    listed, page = asked(who, f"{base}/findings")
    found = list(dict.fromkeys(re.findall(rf'href="({base}/findings/net-[^"?]+)', page)))
    if not found:
        sys.exit("The run found no network, so there is no page to ask for.")
    times = looked_at(who, found[:20], given.requests)
    rows = [{"name": name} | summary(some) for name, some in times.items() if some]
    size = painted(who, asked(who, found[0])[1])
    print(f"warmed up in {spent:.1f} s; {len(found)} networks; the list of findings took {listed:.0f} ms")
    for row in rows:
        spread = f"median {row['median_ms']} ms, 95th percentile {row['p95_ms']} ms"
        print(f"{row['name']}: {spread}, {row['requests']} requests")
    print(f"first paint {size['first']:,} bytes compressed, charts later {size['later']:,}")
    save(
        "workbench",
        given.events,
        rows,
        about=about,
        events=given.events,
        networks=len(found),
        warm_up_s=round(spent, 2),
        findings_ms=round(listed, 1),
        first_paint_bytes=size["first"],
        charts_later_bytes=size["later"],
    )


if __name__ == "__main__":
    main()
