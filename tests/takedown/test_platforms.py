"""Platforms over real HTTP: signed calls, answers that get lost after something was done, keys that come twice."""

from __future__ import annotations

import json
from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from platform_servers import MastodonServer, OzoneServer, Receiver, serving
from platforms import Memory
from takedowns import AUTHOR, FIRST, SECOND

from inconcert.errors import UsageError
from inconcert.plugins import registered
from inconcert.takedown import people
from inconcert.takedown.book import PlanBook
from inconcert.takedown.carry import Carrier
from inconcert.takedown.plan import Item, Pace, Plan
from inconcert.takedown.platforms import http, through, words
from inconcert.takedown.platforms.base import Busy, Refused, State, Unclear
from inconcert.takedown.platforms.conformance import check, check_class
from inconcert.takedown.platforms.handover import HandOver
from inconcert.takedown.platforms.hook import Hook
from inconcert.takedown.platforms.mastodon import Mastodon
from inconcert.takedown.platforms.ozone import Ozone, hours_until

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "placeholder-of-a-secret"
TARGETS = ["u0", "u1", "did:plc:a/b ü"]
SERVICE = "did:plc:ozone"


def item(platform: str, target: str = "u0", action: str = "suspend", **more) -> Item:
    return Item(platform, target, "account", action, "one network", ("inauthentic behaviour",), **more)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    service = Receiver(SECRET.encode(), TARGETS)
    with serving(service):
        yield service


@pytest.fixture
def hook(receiver: Receiver) -> Iterator[Hook]:
    made = Hook(f"{receiver.url}/in/", SECRET)
    yield made
    made.close()


@pytest.fixture
def mastodon_server() -> Iterator[MastodonServer]:
    service = MastodonServer(SECRET, ["108", "109"])
    with serving(service):
        yield service


@pytest.fixture
def mastodon(mastodon_server: MastodonServer) -> Iterator[Mastodon]:
    made = Mastodon(mastodon_server.url, SECRET)
    yield made
    made.close()


@pytest.fixture
def ozone_server() -> Iterator[OzoneServer]:
    service = OzoneServer("mod.example", SECRET, SERVICE, ["did:plc:one", "did:plc:two"])
    with serving(service):
        yield service


@pytest.fixture
def ozone(ozone_server: OzoneServer) -> Iterator[Ozone]:
    made = Ozone(ozone_server.url, SERVICE, "mod.example", SECRET)
    yield made
    made.close()


@pytest.fixture
def carrying(journal):
    """Carry out a plan of items that two people have approved."""

    def carry(platform, *items: Item, plan_id: str = "plan-p") -> tuple[PlanBook, str | None]:
        pace = Pace(wait_seconds=0)
        plan = Plan(plan_id, "case-1", AUTHOR.name, "net-1", "0" * 64, "1", items, pace=pace)
        book = PlanBook.begin(journal, plan)
        ways = {one.platform: platform for one in items}
        seen = people.rehearse(book, ways, AUTHOR)
        for actor in (FIRST, SECOND):
            people.approve(book, actor, seen, "read it")
        for service, faults in carry.faults:
            service.faults = list(faults)
        return book, Carrier(book, ways, "ann", sleep=lambda _: None).apply()

    carry.faults = []
    return carry


@pytest.mark.parametrize("name", sorted(set(words()) - {"file"}))
def test_every_registered_platform_keeps_to_the_contract_of_its_class(name):
    assert check_class(registered("platforms")[name]) == []


def test_the_hand_over_file_keeps_to_the_contract(tmp_path):
    assert check(HandOver(tmp_path / "out.ndjson"), item("x")) == []


@pytest.mark.parametrize("target", TARGETS)
def test_the_web_hook_keeps_to_the_contract(hook, target):
    assert check(hook, item("x", target), missing=item("x", "nobody"), secrets=(SECRET,)) == []


@pytest.mark.parametrize("action", ["limit", "suspend"])
def test_mastodon_keeps_to_the_contract(mastodon, action):
    given, gone = item("mastodon", "108", action), item("mastodon", "999", action)
    assert check(mastodon, given, missing=gone, secrets=(SECRET,)) == []


@pytest.mark.parametrize("action", ["takedown", "label"])
def test_ozone_keeps_to_the_contract(ozone, action):
    given, gone = item("bluesky", "did:plc:one", action), item("bluesky", "did:plc:none", action)
    assert check(ozone, given, missing=gone, secrets=(SECRET,)) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"fulfils": lambda *_: True}, "before it is"),
        ({"look": lambda *_: State(True, {})}, "does not show what act did"),
        ({"sought": lambda *_: None}, "does not find what act did"),
        ({"reverse": lambda self, item, key, before: self.act(item, f"{key}!")}, "not as it was"),
    ],
)
def test_a_platform_that_breaks_the_contract_is_told_so(change, says):
    broken = type("Broken", (Memory,), change)(accounts={"u0": {"suspended": False}})
    assert any(says in fault for fault in check(broken, item("memory")))


def test_a_class_that_breaks_the_contract_is_told_so():
    broken = type("Broken", (Memory,), {"name": "", "actions": frozenset({"shout"}), "configured": lambda: None})
    faults = " ".join(check_class(broken))
    assert "has no name" in faults
    assert "shout" in faults
    assert "nobody configured it" in faults


@pytest.mark.parametrize(
    "faults", [["drop"], ["slow"], ["not json"], ["down"], ["busy"], ["busy", "busy", "drop"]], ids=" ".join
)
def test_a_call_that_the_hook_answers_badly_is_done_once(receiver, carrying, monkeypatch, faults):
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.3)
    hook = Hook(f"{receiver.url}/in/", SECRET)
    carrying.faults = [(receiver, ["", *faults])]
    book, said = carrying(hook, item("x"), item("x", "u1"))
    hook.close()
    assert said is None
    assert receiver.acted == {"act u0": 1, "act u1": 1}
    assert [book.line(one).standing for one in book.plan.items] == ["done", "done"]


def test_the_receiver_sees_what_is_asked_and_why_and_no_evidence(receiver, hook):
    told = item("x", notice="You were part of a network.", appeal="appeals@x.example", evidence=("x:p1",),
                expires_at=date(2030, 1, 1))  # fmt: skip
    hook.act(told, "key-1")
    asked = receiver.calls[-1][2]
    assert (asked["do"], asked["target"], asked["reason"]) == ("act", "u0", "one network")
    assert (asked["policies"], asked["expires_at"]) == (["inauthentic behaviour"], "2030-01-01")
    assert "p1" not in json.dumps(asked)


def test_a_wrong_secret_is_refused_and_not_shown(receiver):
    hook = Hook(f"{receiver.url}/in/", "another")
    with pytest.raises(Refused, match="401") as told:
        hook.act(item("x"), "key-1")
    assert "another" not in f"{told.value} {hook!r}"
    assert not receiver.acted
    hook.close()


def test_a_secret_that_is_withdrawn_stops_the_plan(receiver, hook, carrying, monkeypatch):
    answer = receiver.answer

    def revoked(method, *given):
        return (401, {"error": "revoked"}) if method == "POST" else answer(method, *given)

    monkeypatch.setattr(receiver, "answer", revoked)
    book, said = carrying(hook, item("x"))
    assert "refused it" in said
    assert book.line(book.plan.items[0]).standing == "refused"
    assert not receiver.acted


def test_an_old_call_is_not_taken(receiver, hook, monkeypatch):
    monkeypatch.setattr("inconcert.takedown.platforms.hook.time", SimpleNamespace(time=lambda: 1_000_000.0))
    with pytest.raises(Refused, match="401"):
        hook.act(item("x"), "key-1")
    assert not receiver.acted


def test_nobody_is_called_without_encryption():
    with pytest.raises(UsageError, match="without encryption"):
        Hook("http://platform.example", SECRET)


def test_mastodon_is_sent_what_its_documentation_asks_for(mastodon_server, mastodon):
    mastodon.act(item("mastodon", "108", "limit", notice="You were limited."), "key-1")
    method, path, asked = mastodon_server.calls[-1]
    assert (method, path) == ("POST", "/api/v1/admin/accounts/108/action")
    assert asked == {"type": "silence", "text": "You were limited.", "send_email_notification": True}
    mastodon.reverse(item("mastodon", "108", "limit"), "key-1-back", State(True, {"silenced": False}))
    assert mastodon_server.calls[-1][1] == "/api/v1/admin/accounts/108/unsilence"


@pytest.mark.parametrize("fault", ["drop", "busy", "down"])
def test_mastodon_which_has_no_keys_acts_once_all_the_same(mastodon_server, mastodon, carrying, fault):
    carrying.faults = [(mastodon_server, ["", fault])]
    book, said = carrying(mastodon, item("mastodon", "108"), item("mastodon", "109"))
    assert said is None
    assert mastodon_server.acted == {"suspend 108": 1, "suspend 109": 1}
    assert book.line(book.plan.items[0]).standing == "done"


def test_mastodon_says_busy_without_a_time_that_clocks_could_get_wrong(mastodon_server, mastodon):
    mastodon_server.faults = ["busy"]
    with pytest.raises(Busy) as told:
        mastodon.look(item("mastodon", "108"))
    assert told.value.after_seconds == http.BUSY_SECONDS


def test_a_wrong_token_is_refused_and_not_shown(mastodon_server):
    wrong = Mastodon(mastodon_server.url, "not-this-one")
    with pytest.raises(Refused) as told:
        wrong.look(item("mastodon", "108"))
    assert "not-this-one" not in f"{told.value} {wrong!r}"
    wrong.close()


@pytest.mark.parametrize("action", ["takedown", "label"])
@pytest.mark.parametrize("fault", ["drop", "busy", "down"])
def test_ozone_acts_once_whatever_becomes_of_the_answer(ozone_server, ozone, carrying, fault, action):
    carrying.faults = [(ozone_server, ["", fault])]
    book, said = carrying(ozone, item("bluesky", "did:plc:one", action), item("bluesky", "did:plc:two", action))
    assert said is None
    kind = {"takedown": "Takedown", "label": "Label"}[action]
    assert ozone_server.acted == {f"{kind} did:plc:one": 1, f"{kind} did:plc:two": 1}
    assert [book.line(one).standing for one in book.plan.items] == ["done", "done"]


def test_a_session_that_ended_is_begun_anew(ozone_server, ozone):
    ozone.look(item("bluesky", "did:plc:one", "takedown"))
    ozone_server.expired.add("token-1")
    assert ozone.look(item("bluesky", "did:plc:one", "takedown")).exists
    assert ozone_server.sessions == 2


def test_what_somebody_else_took_down_is_not_taken_for_ours(ozone_server, ozone):
    ozone_server.status["did:plc:one"]["takendown"] = True
    with pytest.raises(Refused, match="already taken down"):
        ozone.act(item("bluesky", "did:plc:one", "takedown"), "key-1")


def test_a_key_that_ozone_knows_and_does_not_show_is_not_guessed_at(ozone_server, ozone, monkeypatch):
    given = item("bluesky", "did:plc:one", "label")
    ozone.act(given, "key-1")
    monkeypatch.setattr(ozone_server, "_query", lambda _: (200, {"events": []}))
    with pytest.raises(Unclear, match="shows no event"):
        ozone.act(given, "key-1")


def test_an_end_is_passed_on_in_hours(ozone_server, ozone):
    soon = date.today() + timedelta(days=2)  # any day after today
    ozone.act(item("bluesky", "did:plc:one", "takedown", expires_at=soon), "key-1")
    assert 24 < ozone_server.events[-1]["event"]["durationInHours"] <= 96
    assert hours_until(date(2020, 1, 1)) == 1


def test_what_is_not_configured_is_not_there(monkeypatch, tmp_path):
    with pytest.raises(UsageError, match="no platform 'ozon'"):
        through("ozon", {"bluesky"}, tmp_path / "out.ndjson")
    for name in ("URL", "SECRET"):
        monkeypatch.delenv(f"INCONCERT_HOOK_{name}", raising=False)
    with pytest.raises(UsageError, match="INCONCERT_HOOK_URL"):
        through("hook", {"x"}, tmp_path / "out.ndjson")
    monkeypatch.setenv("INCONCERT_MASTODON_SERVER", "https://social.example")
    monkeypatch.setenv("INCONCERT_MASTODON_TOKEN", SECRET)
    made = through("mastodon", {"x", "mastodon"}, tmp_path / "out.ndjson")
    assert set(made) == {"mastodon"}
    made["mastodon"].close()
    assert set(through("file", {"x", "y"}, tmp_path / "out.ndjson")) == {"x", "y"}


@pytest.fixture
def mailing(ozone_server: OzoneServer) -> Iterator[Ozone]:
    made = Ozone(ozone_server.url, SERVICE, "mod.example", SECRET, "About your account")
    yield made
    made.close()


def noticed(*targets: str) -> tuple[Item, ...]:
    told = {"notice": "You were part of <one> network.", "appeal": "Write to desk@example.org."}
    return tuple(item("bluesky", target, "takedown", **told) for target in targets)


def test_ozone_that_mails_keeps_to_the_contract_and_is_another_way_than_one_that_does_not(mailing, ozone):
    assert check(mailing, *noticed("did:plc:one"), secrets=(SECRET,)) == []
    assert mailing.place != ozone.place


def test_the_notice_is_mailed_only_when_asked_for_once_and_stands_in_the_journal(
    ozone_server, ozone, mailing, carrying
):
    carrying(ozone, *noticed("did:plc:two"))
    assert ozone_server.mails == []
    book, said = carrying(mailing, *noticed("did:plc:one"), item("bluesky", "did:plc:two", "label"), plan_id="plan-q")
    text = "<p>You were part of &lt;one&gt; network.</p><p>Write to desk@example.org.</p>"
    assert (said, ozone_server.mails) == (None, [("did:plc:one", "About your account", text)])
    assert [one.notice for one in map(book.line, book.plan.items)] == ["done", ""]
    assert [one.kind for one in book.entries if one.body.get("way") == "notice"] == ["begun", "done"]
    ways = {"bluesky": mailing}
    assert Carrier(book, ways, "ann", sleep=lambda _: None).apply() is None
    assert Carrier(book, ways, "ann", sleep=lambda _: None).undo(book.plan.items[:1], "a mistake") is None
    assert len(ozone_server.mails) == 1


def test_a_notice_that_got_no_answer_is_looked_for_and_never_sent_twice(ozone_server, mailing, carrying):
    carrying.faults = [(ozone_server, ["", "", "", "drop"])]
    book, said = carrying(mailing, *noticed("did:plc:one", "did:plc:two"))
    assert said is None
    assert [one[0] for one in ozone_server.mails] == ["did:plc:one", "did:plc:two"]
    assert any("-notice" in str(asked.get("comment")) for _, _, asked in ozone_server.calls)
    assert {book.line(one).notice for one in book.plan.items} == {"done"}


def test_a_death_before_the_notice_was_answered_leaves_it_unknown_and_unsent(
    ozone_server, mailing, carrying, journal, monkeypatch
):
    ozone_server.without_mail.add("did:plc:two")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(mailing, "notify", died)
        carrying(mailing, *noticed("did:plc:one", "did:plc:two"))
    book = PlanBook.load(journal, "plan-p")
    assert Carrier(book, {"bluesky": mailing}, "ann", sleep=lambda _: None).apply() is None
    assert [book.line(one).notice for one in book.plan.items] == ["unclear", "refused"]
    assert ozone_server.mails == []


def died(*_):
    raise KeyboardInterrupt
