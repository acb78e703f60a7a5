"""How well the audits' intervals and tests hold what they say, by simulation, and what an access log costs.

    .venv/bin/python benchmarks/audits.py calibration --draws 1000
    .venv/bin/python benchmarks/audits.py log --events 1000000 --out FOLDER

Coverage should be 0.95, and the share of p below 0.05 without any effect 0.05.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from pathlib import Path

import numpy as np

from inconcert.audits.access.run import access_of
from inconcert.audits.exposure.comparing import compare, studentised
from inconcert.audits.exposure.counting import Counted
from inconcert.audits.exposure.registering import Term
from inconcert.audits.figures import kappa, permutation, welch, wilson

ROW = "{:58} {:>8.3f}"


def calibration(draws: int) -> None:
    for ours, controls in ((5, 5), (6, 12), (8, 16), (15, 30)):
        held = [covers(studentised(rng.normal(0.5, 0.4, ours), rng.normal(0, 0.4, controls), seed), 0.5)
                for seed, rng in seeds(draws)]  # fmt: skip
        print(ROW.format(f"prevalence, interval over {ours} and {controls} topics", np.mean(held)))
    for ours, controls in ((8, 16),):
        held = [covers(studentised(rng.exponential(0.4, ours), rng.normal(0.4, 0.2, controls), seed), 0.0)
                for seed, rng in seeds(draws)]  # fmt: skip
        print(ROW.format(f"  the same, skewed and of other spread ({ours}, {controls})", np.mean(held)))
    found = [one for _, rng in seeds(draws // 3) for one in compare(topics(rng), "sensitive", 0).each]
    print(
        ROW.format("  share of topics with p at most 0.05, without any gap", np.mean([one.p <= 0.05 for one in found]))
    )
    for size in (5, 12, 30):
        held, small = [], []
        for seed, rng in seeds(draws):
            one, other = (shares(rng, size) for _ in range(2))
            held.append(covers(welch(one, other), 0.0))
            small.append(permutation(one, other, seed) <= 0.05 if seed < draws // 4 else np.nan)
        print(ROW.format(f"feed, interval of {size} and {size} puppets", np.mean(held)))
        print(ROW.format("  share of permutation p at most 0.05", np.nanmean(small)))
    print(ROW.format("kappa of 150 items, true value 0.5", np.mean([agreement(rng) for _, rng in seeds(draws)])))
    for share, people in ((0.02, 100), (0.1, 60), (0.3, 40)):
        held = [covers(wilson(int(rng.binomial(people, share)), people), share) for _, rng in seeds(draws)]
        print(ROW.format(f"Wilson, share {share} of {people} people", np.mean(held)))


def topics(rng: np.random.Generator) -> list[Counted]:
    """Counts of 8 topics in question and of 16 controls, three terms each, that differ by chance only."""
    made = []
    for place in range(24):
        role, shift = "sensitive" if place < 8 else "control", rng.normal(0, 0.3)
        for term in range(3):
            volume = int(rng.integers(2000, 40_000))
            name = Term(f"{role} {place}", f"t{place}-{term}", role, "en", "US", "")
            count = int(volume * np.exp(shift + rng.normal(0, 0.15)))
            made.append(Counted(name, ("2026-01-01", "2026-06-30"), count, volume))
    return made


def seeds(draws: int) -> list[tuple[int, np.random.Generator]]:
    return [(seed, np.random.default_rng(seed)) for seed in range(draws)]


def shares(rng: np.random.Generator, puppets: int) -> np.ndarray:
    """Shares of a label among 40 exposures of each puppet, whose feeds differ by themselves."""
    return rng.binomial(40, np.clip(rng.normal(0.35, 0.08, puppets), 0, 1)) / 40


def agreement(rng: np.random.Generator) -> bool:
    first = rng.random(150) < 0.5
    second = np.where(rng.random(150) < 0.5, first, rng.random(150) < 0.5)
    pairs = Counter((str(one), str(other)) for one, other in zip(first, second, strict=True))
    found = kappa(pairs)
    return found is not None and covers(found, 0.5)


def covers(span: object, truth: float) -> bool:
    _, low, high = span  # type: ignore[misc]  # an interval
    return bool(low <= truth <= high)


def log(events: int, out: Path) -> None:
    """Write a made-up log as CSV, audit it, and say what that took."""
    place = out / f"log-{events}.csv"
    if not place.exists():
        made(events, place)
    start, cpu = time.monotonic(), time.process_time()
    with access_of([place]) as found:
        found.write(out / "unexplained.parquet")
        print(f"{events:,} events, {place.stat().st_size / 1e6:,.0f} MB of CSV, {found.unexplained:,} to be explained")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{time.process_time() - cpu:,.1f} CPU s, {time.monotonic() - start:,.1f} s, {peak:,.0f} MB at the peak")


def made(events: int, place: Path) -> None:
    import duckdb

    duckdb.sql("SELECT setseed(0.4)")
    duckdb.sql(f"""COPY (SELECT 'e' || i AS event_id, i + i // 100000 AS sequence,
        strftime(TIMESTAMP '2026-01-01' + INTERVAL (i * 3) SECOND, '%Y-%m-%dT%H:%M:%SZ') AS "at",
        'u' || (random() * 2000)::INT AS actor,
        ['US', 'US', 'IE', 'CN', NULL][1 + floor(random() * 5)::INT] AS session_country,
        ['US', 'US', 'IE', 'CN'][1 + floor(random() * 4)::INT] AS actor_country,
        'tool' || (random() * 30)::INT AS tool, CASE WHEN random() < 0.9 THEN 'T-' || i END AS purpose_ticket,
        'ds' || (random() * 300)::INT AS dataset, ['US', 'EEA'][1 + floor(random() * 2)::INT] AS subject_region,
        ['identifiers', 'content', 'precise_geolocation'][1 + floor(random() * 3)::INT] AS data_class,
        (random() * 1000)::INT AS "rows", (random() * 500)::INT AS subjects, 's' || (random() * 100000)::INT AS subject,
        ['read', 'read', 'read', 'export', 'request'][1 + floor(random() * 5)::INT] AS action
        FROM range({events}) t(i)) TO '{place}' (HEADER, FORMAT csv)""")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("calibration").add_argument("--draws", type=int, default=1000)
    costs = verbs.add_parser("log")
    costs.add_argument("--events", type=int, default=1_000_000)
    costs.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    if asked.verb == "calibration":
        calibration(asked.draws)
    else:
        log(asked.events, asked.out)


if __name__ == "__main__":
    main()
