"""No path leads from a score to an action without two people: read from the code, and tried."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from platforms import Memory
from takedowns import NETWORK_ID, a_network, an_investigation

import inconcert
from inconcert import takedown
from inconcert.casework import Actor, Casebook, FindingRef
from inconcert.casework.local import local_url
from inconcert.casework.words import ROLES
from inconcert.errors import InconcertError
from inconcert.store.folder import Folder
from inconcert.takedown import Takedowns, Wish
from inconcert.takedown.plan import Pace

SOURCE = Path(inconcert.__file__).parent
ACTING = ("inconcert.takedown.carry", "inconcert.takedown.carrying", "inconcert.takedown.people",
          "inconcert.takedown.takedowns", "inconcert.takedown.appealing")  # fmt: skip
"""Modules through which something can be done to a target."""
MACHINES = ("signals", "coordination", "networks", "traits", "operators", "profile", "detection", "found",
            "investigation", "returns", "watch", "evaluate", "simulate", "search", "report", "export")  # fmt: skip
"""Rooms that compute: no chain of imports may lead from them to what acts."""


READERS = ("inconcert.dossier", "inconcert.publish", "inconcert.exchange")
"""Rooms that tell what was done: they may open takedowns to read, and that they do no more is looked at by itself."""
DOING = frozenset({"plan", "hold", "rehearse", "approve", "withdraw", "apply", "follow", "stop", "resume", "undo",
                   "settle", "appeal", "answer"})  # fmt: skip


def modules() -> dict[str, ast.Module]:
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


def imported(tree: ast.Module, known: set[str]) -> set[str]:
    """Modules that are imported anywhere in a module, inside of functions too; not those for type checkers only."""
    found: set[str] = set()
    for node in ast.walk(_at_run_time(tree)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found & known


def _at_run_time(tree: ast.Module) -> ast.Module:
    body = [
        node for node in tree.body
        if not (isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING")
    ]  # fmt: skip
    return ast.Module(body, [])


@pytest.fixture(scope="module")
def trees() -> dict[str, ast.Module]:
    return modules()


@pytest.fixture(scope="module")
def graph(trees: dict[str, ast.Module]) -> dict[str, set[str]]:
    found = {name: imported(tree, set(trees)) for name, tree in trees.items()}
    # What is behind the package's door is imported when somebody asks for it.
    found["inconcert.takedown"] |= {f"inconcert.takedown.{module}" for module in takedown._DOORS.values()}
    return {name: imports - {"inconcert.takedown"} if name.startswith(READERS) else imports
            for name, imports in found.items()}  # fmt: skip


def reached(graph: dict[str, set[str]], start: str) -> set[str]:
    seen, left = set(), [start]
    while left:
        name = left.pop()
        if name not in seen:
            seen.add(name)
            left += graph.get(name, ())
    return seen


def test_the_walk_sees_imports_inside_of_functions(graph):
    assert "inconcert.takedown.takedowns" in reached(graph, "inconcert.cli.takedown.offices")
    assert "inconcert.takedown.carry" in reached(graph, "inconcert.takedown.takedowns")


@pytest.mark.parametrize("room", MACHINES)
def test_no_chain_of_imports_leads_from_what_computes_to_what_acts(graph, room):
    begin = [name for name in graph if f"{name}.".startswith(f"inconcert.{room}.")]
    assert begin
    for name in begin:
        assert not reached(graph, name) & set(ACTING), name


def test_only_people_s_doors_lead_to_what_acts(graph):
    doors = ("inconcert.takedown", "inconcert.cli.takedown", "inconcert.web")
    for name, imports in graph.items():
        if imports & set(ACTING):
            assert name.startswith(doors), f"{name} imports what acts"


def test_who_tells_what_was_done_does_nothing(trees):
    known = set(trees)
    for name, tree in trees.items():
        if name.startswith(READERS) and "inconcert.takedown" in imported(tree, known):
            called = {
                node.func.attr for node in ast.walk(tree)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }  # fmt: skip
            assert not called & DOING, name
    assert set(dir(Takedowns)) >= DOING


def test_platforms_are_called_in_one_place_which_asks_for_approval_first(trees):
    calls = {
        (name, node.func.attr)
        for name, tree in trees.items() if name.startswith("inconcert.takedown")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"act", "reverse"}
    }  # fmt: skip
    tried = {"inconcert.takedown.platforms.conformance"}
    assert {name for name, _ in calls} - tried == {"inconcert.takedown.carry"}
    carrier = next(
        node for node in trees["inconcert.takedown.carry"].body
        if isinstance(node, ast.ClassDef) and node.name == "Carrier"
    )  # fmt: skip
    methods = {node.name: node for node in carrier.body if isinstance(node, ast.FunctionDef)}
    begin = [
        node.func.id for statement in methods["_apply"].body[:3] for node in ast.walk(statement)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]  # fmt: skip
    assert begin[0] == "demand_approval"
    callers = {
        name for name, method in methods.items() for node in ast.walk(method)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "_each"
        and any(isinstance(one, ast.Constant) and one.value == "act" for one in node.args)
    }  # fmt: skip
    assert callers == {"_apply"}, "nothing else begins to act"


PEOPLE = [Actor(name, frozenset({role}), "test") for name in ("ann", "bo", "cy", " ANN") for role in ROLES[1:]]
STEPS = (
    "decide",
    "review",
    "plan",
    "rehearse",
    "approve",
    "apply",
    "follow",
    "resume",
    "hold",
    "appeal",
    "answer",
    "undo",
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An investigation with a case that nobody has decided about."""
    place = an_investigation(tmp_path_factory.mktemp("two") / "two", 3)
    for file in place.glob("casework.*"):
        file.unlink()
    book = Casebook.open(local_url(place))
    book.desk(PEOPLE[0]).open_case("Harbour", "Who?", [FindingRef.of("run-1", a_network(3))])
    book.close()
    return place


steps = st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE)), max_size=25)


def tried(template: Path, room: Path, schedule: list[tuple[str, Actor]]) -> int:
    """Do what the schedule says, whoever is allowed to, and see that nothing was done on one person's word.

    How much was done.
    """
    shutil.rmtree(room, ignore_errors=True)
    place = shutil.copytree(template, room)
    book = Casebook.open(local_url(place))
    platform = Memory(accounts={f"m{number}": {"suspended": False} for number in range(3)})
    work = _Work(book, Folder.open(place), platform)
    try:
        for step, actor in schedule:
            acted = sum(platform.acted.values())
            try:
                getattr(work, step)(actor)
            except InconcertError:
                assert step in {"apply", "answer", "undo"} or sum(platform.acted.values()) == acted
            if sum(platform.acted.values()) > acted:
                assert step == "apply"
                work.see_that_two_people_let_it()
    finally:
        book.close()
    return sum(platform.acted.values())


class _Work:
    def __init__(self, book: Casebook, folder: Folder, platform: Memory) -> None:
        self.book, self.platform = book, platform
        self.takedowns = Takedowns.open(book, folder)
        self.case = book.desk(PEOPLE[0]).cases()[0].id

    def decide(self, actor):
        desk = self.book.desk(actor)
        made = desk.decide(self.case, "confirmed", "Same words.", NETWORK_ID)
        desk.ask_review(made.id)

    def review(self, actor):
        desk = self.book.desk(actor)
        for one in desk.to_review():
            desk.review(one.review_id, "confirmed", "I see the same.")

    def plan(self, actor):
        wish = Wish("suspend", "one network", ("p",), "1", pace=Pace(first=1, wait_seconds=0))
        self.takedowns.plan(actor, self.case, NETWORK_ID, wish)

    def rehearse(self, actor):
        self.takedowns.rehearse(actor, self._last(), {"x": self.platform})

    def approve(self, actor):
        seen = self.takedowns.show(actor, self._last()).rehearsal
        if seen is not None:
            self.takedowns.approve(actor, self._last(), seen.sha256, "read it")

    def apply(self, actor):
        self.takedowns.apply(actor, self._last(), {"x": self.platform}, sleep=self.platform.passed)

    def follow(self, actor):
        self.takedowns.follow(actor, self._last(), "looked")

    def resume(self, actor):
        self.takedowns.resume(actor, self._last(), "go on")

    def hold(self, actor):
        item = self.takedowns.show(actor, self._last()).items[0]
        self.takedowns.hold(actor, self._last(), item.platform, item.target, "a journalist")

    def appeal(self, actor):
        item = self.takedowns.show(actor, self._last()).items[0]
        self.takedowns.appeal(actor, self._last(), item.key, by="owner", text="no")

    def answer(self, actor):
        for one in self.takedowns.appeals():
            self.takedowns.answer(actor, one.id, granted=True, reason="yes", through={"x": self.platform})

    def undo(self, actor):
        self.takedowns.undo(actor, self._last(), None, "back", {"x": self.platform}, sleep=self.platform.passed)

    def see_that_two_people_let_it(self):
        view = self.takedowns.show(Actor("root", frozenset({"viewer"}), "test"), self._last())
        approvers = {_one(one.by) for one in view.approvals} - {_one(name) for name in view.authors}
        assert len(approvers) >= 2
        case = self.book.desk(Actor("root", frozenset({"viewer"}), "test")).case(self.case, why="look")
        agreed = [one for one in case.decisions if one.holds and one.verdict == "confirmed"]
        assert any(_one(one.by) != _one(review.by) for one in agreed for review in one.reviews if review.agrees), (
            "no two people confirmed it"
        )

    def _last(self) -> str:
        plans = self.takedowns.plans()
        return plans[-1].id if plans else "none"


def _one(name: str | None) -> str:
    return str(name).casefold().strip()


def test_the_schedules_can_lead_to_an_action(template, tmp_path):
    by = {(one.name, next(iter(one.roles))): one for one in PEOPLE}
    ann, bo, cy = by["ann", "investigator"], by["bo", "approver"], by["cy", "approver"]
    way = [("decide", ann), ("review", bo), ("plan", ann), ("rehearse", ann), ("approve", bo), ("approve", cy)]
    schedules = ([*way, ("apply", ann)], [*way[:-1], ("apply", ann)], [*way[:1], *way[2:], ("apply", ann)])
    counted = [tried(template, tmp_path / "room", schedule) for schedule in schedules]
    assert counted == [1, 0, 0], "with two approvals; with one; without the second person's review"


@given(schedule=steps)
@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
def test_whatever_people_try_nothing_is_done_on_one_person_s_word(template, tmp_path_factory, schedule):
    tried(template, tmp_path_factory.getbasetemp() / "room", _likely(schedule))


@pytest.mark.slow
@given(schedule=steps)
@settings(max_examples=300, suppress_health_check=list(HealthCheck), deadline=None)
def test_three_hundred_schedules(template, tmp_path_factory, schedule):
    tried(template, tmp_path_factory.getbasetemp() / "room", _likely(schedule))


def _likely(schedule: list[tuple[str, Actor]]) -> list[tuple[str, Actor]]:
    """The schedule, each step with the steps before it in the order of things, so that many come to an action."""
    order = {"review": ["decide"], "plan": ["decide", "review"], "approve": ["rehearse"], "apply": ["approve"]}
    made = []
    for place, (step, actor) in enumerate(schedule):
        others = [other for _, other in schedule[place:]] or [actor]
        made += [(before, others[number % len(others)]) for number, before in enumerate(order.get(step, []))]
        made.append((step, actor))
    return made
