"""Components and communities of many ties: cost, memory, modularity, and whether a result comes out again.

    python benchmarks/networks.py --ties 1000000 --rounds 3
    python benchmarks/networks.py --ties 10000000 --rounds 1 --no-checks

The ties are made here, an eighth as many accounts as ties: groups of 5 to 2,000 with 8 to 16 ties a member hold 70 %,
the rest is a heavy-tailed crowd. Other libraries take part where they are installed: scipy (components), networkit,
graspologic-native and scikit-network. Every contender reads the same arrays from disk; ``read`` does nothing else.

A result is compared in three ways, each in a process of its own: with the same seed again, with two threads, and with
another part standing beside (a clique of thirty that touches nobody), whose members are left out of the comparison.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from measure import DATA, LIBRARIES, Contender, machine, rounds_of, run, save, show, summary

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

    Labels = npt.NDArray[np.integer]
    Ties = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float64], int]

SCRIPT = Path(__file__).resolve()
PEERS = ("networkit", "graspologic-native", "scikit-network")
CLIQUE = 30


def made(ties: int, seed: int = 0) -> Ties:
    """Ties in random order, ends and numbers shuffled, no pair twice: a, b, weight, accounts."""
    rng, n = np.random.default_rng(seed), ties // 8
    ends, first, inside = [], 0, 0
    while inside < 0.7 * ties and first < n - 3:
        size = min(2000, int(5 * (1 - rng.random()) ** (-1 / 1.1)), n - first)
        wanted = int(size * min((size - 1) / 2, 8 + 8 * rng.random()))
        pairs = _within(rng, size, wanted) + first
        ends.append(pairs)
        first, inside = first + size, inside + len(pairs)
    crowd = rng.permutation(n)[np.floor(n * rng.random((ties - inside, 2)) ** 2.2).astype(np.int64)]
    low, high = np.sort(np.concatenate([*ends, crowd]), axis=1).T
    key = np.unique((low * n + high)[low != high])
    key = rng.permutation(key)
    renamed = rng.permutation(n).astype(np.int32)
    weight = np.minimum(18.0, 6 + rng.exponential(9, key.size)) * (1 + (rng.random(key.size) < 0.2))
    return renamed[key // n], renamed[key % n], weight, n


def _within(rng: np.random.Generator, size: int, wanted: int) -> npt.NDArray[np.int64]:
    if size > 40:
        return rng.integers(0, size, (wanted, 2))
    a, b = np.triu_indices(size, 1)
    some = rng.random(a.size) < wanted / a.size
    return np.column_stack([a[some], b[some]])


def beside(ties: Ties) -> Ties:
    """The same ties and a clique of accounts of its own."""
    a, b, weight, n = ties
    one, other = np.triu_indices(CLIQUE, 1)
    more = (np.concatenate([a, one + n]), np.concatenate([b, other + n]), np.append(weight, np.full(one.size, 12.0)))
    return more[0].astype(np.int32), more[1].astype(np.int32), more[2], n + CLIQUE


def write(ties: Ties, folder: Path) -> None:
    """The arrays, and nothing else."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, column in zip(("a", "b", "weight"), ties, strict=False):
        np.save(folder / f"{name}.npy", column)
    (folder / "n.json").write_text(json.dumps(ties[3]), "utf-8")


def read(folder: Path) -> Ties:
    a, b, weight = (np.load(folder / f"{name}.npy") for name in ("a", "b", "weight"))
    return a, b, weight, json.loads((folder / "n.json").read_text("utf-8"))


def _nothing(_ties: Ties, _threads: int) -> Labels | None:
    return None


def _our_parts(ties: Ties, _threads: int) -> Labels:
    from inconcert.networks.kernels import connected

    return connected(ties[0], ties[1], ties[3])


def _scipy_parts(ties: Ties, _threads: int) -> Labels:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    a, b, _, n = ties
    graph = coo_array((np.ones(a.size, np.int8), (a, b)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1])


def _networkit_graph(ties: Ties, threads: int) -> Any:
    import networkit

    networkit.setNumberOfThreads(threads)
    networkit.setSeed(0, False)
    a, b, weight, n = ties
    return networkit, networkit.GraphFromCoo((weight, (a.astype(np.uint64), b.astype(np.uint64))), n=n, weighted=True)


def _networkit_parts(ties: Ties, threads: int) -> Labels:
    networkit, graph = _networkit_graph(ties, threads)
    found = networkit.components.ConnectedComponents(graph)
    found.run()
    return np.array(found.getPartition().getVector())


def _ours(ties: Ties, _threads: int) -> Labels:
    """What a run does: ties in order, parts, and Leiden of all parts at once."""
    from inconcert.networks.build import tidy
    from inconcert.networks.kernels import connected
    from inconcert.networks.leiden import leiden, numbered

    pairs = tidy(*ties[:3])
    part = numbered(connected(pairs.a, pairs.b, ties[3]))[0]
    return leiden(pairs, part, 0)


def _our_networks(ties: Ties, _threads: int) -> Labels:
    """The whole way to networks: peeled, split until nothing comes apart, joined, held together. -1: in none."""
    from inconcert.networks.build import communities_int, labels

    return labels(communities_int(*ties, seed=0, smallest=3), ties[3])


def _graspologic(ties: Ties, _threads: int) -> Labels:
    from graspologic_native import leiden

    a, b, weight, n = ties
    names = np.arange(n).astype(str).tolist()
    edges = [(names[i], names[j], w) for i, j, w in zip(a.tolist(), b.tolist(), weight.tolist(), strict=True)]
    _quality, found = leiden(edges, resolution=1.0, iterations=2, seed=0)
    return np.array([found.get(name, n + place) for place, name in enumerate(names)])


def _networkit(ties: Ties, threads: int) -> Labels:
    networkit, graph = _networkit_graph(ties, threads)
    found = networkit.community.ParallelLeiden(graph)
    found.run()
    return np.array(found.getPartition().getVector())


def _scikit_network(ties: Ties, _threads: int) -> Labels:
    from scipy.sparse import coo_matrix
    from sknetwork.clustering import Leiden

    a, b, weight, n = ties
    half = coo_matrix((weight, (a, b)), shape=(n, n)).tocsr()
    made = Leiden(random_state=0, sort_clusters=False, return_probs=False, return_aggregate=False)
    return np.asarray(made.fit_predict(half + half.T))


WAYS: dict[str, tuple[str, Callable[[Ties, int], Labels | None]]] = {
    "read": ("numpy", _nothing),
    "parts": ("inconcert", _our_parts),
    "parts-scipy": ("scipy", _scipy_parts),
    "parts-networkit": ("networkit", _networkit_parts),
    "communities": ("inconcert", _ours),
    "communities-networkit": ("networkit", _networkit),
    "communities-scikit-network": ("sknetwork", _scikit_network),
    "communities-graspologic": ("graspologic_native", _graspologic),
    "networks": ("inconcert", _our_networks),
}
"""By name: the module that it needs, and what it does."""


def modularity(label: Labels, ties: Ties) -> float:
    """Newman's modularity of a partition, from its definition."""
    a, b, weight, n = ties
    strength = np.bincount(a, weight, n) + np.bincount(b, weight, n)
    total = weight.sum()
    return float(weight[label[a] == label[b]].sum() / total - ((np.bincount(label, strength) / (2 * total)) ** 2).sum())


def digest(label: Labels, n: int) -> str:
    """Of the partition of the first ``n`` accounts, whatever the numbers of its communities."""
    _, first, place = np.unique(label[:n], return_index=True, return_inverse=True)
    return blake2b(first[place].astype(np.int64).tobytes(), digest_size=8).hexdigest()


def one(name: str, folder: Path, threads: int, more: bool) -> None:
    """One contender in this process; prints what came out. The quality is worked out by :func:`judged`."""
    ties = read(folder)
    n = ties[3]
    label = WAYS[name][1](beside(ties) if more else ties, threads)
    if label is not None:
        np.save(folder / f"label-{name}.npy", label[:n].astype(np.int32))
        groups = int(np.unique(label[:n]).size) - int((label < 0).any())
        print(json.dumps({"groups": groups, "digest": digest(label, n)}))


def command(name: str, folder: Path, *options: str) -> tuple[str | Path, ...]:
    return sys.executable, SCRIPT, "--one", name, "--folder", folder, *options


def judged(rows: list[dict[str, Any]], costs: Any, folder: Path, checks: bool) -> None:
    """Add to each row what came out: groups, modularity, and whether it comes out again."""
    ties = read(folder)
    for row in rows:
        name = row["name"]
        told = [parts[0].told() for parts in costs[name]]
        if "digest" not in told[-1]:
            continue
        row["groups"] = told[-1]["groups"]
        if name.startswith("communities"):
            row["modularity"] = round(modularity(np.load(folder / f"label-{name}.npy"), ties), 4)
        if checks:
            found = told[-1]["digest"]
            again = {"again": ("--threads", "1"), "two_threads": ("--threads", "2"), "with_another_part": ("--beside",)}
            for kind, options in again.items():
                same = run(command(name, folder, *options)).told()["digest"] == found
                row[f"same_{kind}"] = "yes" if same else "no"


def main() -> None:
    parser = argparse.ArgumentParser(description="Components and communities of many ties.")
    parser.add_argument("--ties", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="Contenders, joined with commas.")
    parser.add_argument("--no-checks", action="store_true", help="Do not look whether results come out again.")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--threads", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--beside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one:
        return one(given.one, given.folder, given.threads, given.beside)
    os.environ["OMP_NUM_THREADS"] = "1"  # for those that ask; a contender's own setting goes before it
    about = machine((*LIBRARIES, *PEERS))
    folder = DATA / f"ties-{given.ties}"
    write(made(given.ties), folder)
    names = [name for name, (module, _) in WAYS.items() if find_spec(module)]
    chosen = given.only.split(",") if given.only else names
    costs = rounds_of([Contender(name, (command(name, folder),)) for name in names if name in chosen], given.rounds)
    rows = summary(costs, against=("read",))
    judged(rows, costs, folder, not given.no_checks)
    show(rows)
    print(save("networks", given.ties, rows, about=about, costs=costs, ties=given.ties, accounts=given.ties // 8))
    return None


if __name__ == "__main__":
    main()
