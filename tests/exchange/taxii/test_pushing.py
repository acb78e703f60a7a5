"""Pushing against a server in memory; one of its own is pushed to in ``tests/services``."""

import json

import httpx
import pytest

from inconcert.errors import UsageError
from inconcert.exchange.taxii import pushing
from inconcert.exchange.taxii.pushing import Collection, push
from inconcert.takedown.platforms.base import Refused, Unclear

WHERE = Collection.at("https://taxii.example/api/collections/91a7/")
NOTE = {"type": "note", "id": "note--1", "modified": "2026-01-01T00:00:00.000Z"}
SITE = {"type": "domain-name", "id": "domain-name--1", "value": "a.example"}


class Server:
    """Keeps what it is given; refuses what it is told to."""

    def __init__(self, *, can_write=True, refuses=(), pending=0):
        self.kept, self.asked = {}, []
        self.can_write, self.refuses, self.pending = can_write, refuses, pending

    def __call__(self, request):
        self.asked.append(request)
        path = request.url.path
        if request.method == "POST":
            return self._added(json.loads(request.content)["objects"])
        if path.endswith("/manifest/"):
            rows = [{"id": one["id"], "date_added": "x", "version": one.get("modified", "2026-11-29T00:00:00.123456Z")}
                    for one in self.kept.values()]  # fmt: skip
            start = int(request.url.params.get("next", 0))
            more = start + 1 < len(rows)
            page = {"objects": rows[start : start + 1], "more": more}
            return httpx.Response(200, json={**page, "next": str(start + 1)} if more else page)
        if "/status/" in path:
            self.pending -= 1
            return httpx.Response(200, json=self.state)
        return httpx.Response(200, json={"id": "91a7", "title": "t", "can_read": True, "can_write": self.can_write})

    def _added(self, objects):
        failed = [{"id": one["id"], "message": "too odd"} for one in objects if one["id"] in self.refuses]
        self.kept |= {one["id"]: one for one in objects if one["id"] not in self.refuses}
        self.done = {"id": "s1", "status": "complete", "success_count": len(objects) - len(failed), "failures": failed}
        return httpx.Response(202, json=self.state)

    @property
    def state(self):
        return {"id": "s1", "status": "pending"} if self.pending > 0 else self.done


@pytest.fixture
def to(monkeypatch):
    monkeypatch.setenv(pushing.TOKEN, "a secret")

    def serve(server):
        def client(base, headers):
            return httpx.Client(base_url=base, headers=headers, transport=httpx.MockTransport(server))

        monkeypatch.setattr(pushing, "client", client)
        return server

    return serve


def test_what_is_new_is_added_and_again_nothing_is(to):
    server = to(Server())
    assert push(WHERE, [NOTE, SITE]).succeeded == 2
    again = push(WHERE, [NOTE, SITE])
    assert (again.sent, again.there, again.succeeded) == (0, 2, 0)
    assert [one.method for one in server.asked].count("POST") == 1
    assert server.asked[0].headers["authorization"] == "Bearer a secret"
    assert server.asked[0].headers["accept"] == "application/taxii+json;version=2.1"


def test_a_new_version_is_sent(to):
    to(Server())
    push(WHERE, [NOTE])
    assert push(WHERE, [{**NOTE, "modified": "2026-02-01T00:00:00.000Z"}]).sent == 1


def test_versions_are_the_same_however_many_digits_they_have(to):
    server = to(Server())
    server.kept = {NOTE["id"]: {**NOTE, "modified": "2026-01-01T00:00:00Z"}}
    assert push(WHERE, [NOTE]).there == 1


def test_much_goes_in_parts(to, monkeypatch):
    monkeypatch.setattr(pushing, "AT_ONCE", 2)
    server = to(Server())
    assert push(WHERE, [{**NOTE, "id": f"note--{n}"} for n in range(5)]).succeeded == 5
    assert [one.method for one in server.asked].count("POST") == 3


def test_what_the_server_refuses_is_named(to):
    to(Server(refuses={"note--1"}))
    done = push(WHERE, [NOTE, SITE])
    assert done.succeeded == 1
    assert done.failed == ("note--1: too odd",)


def test_a_server_that_takes_its_time_is_asked_again(to):
    to(Server(pending=3))
    slept = []
    assert push(WHERE, [NOTE], sleep=slept.append).succeeded == 1
    assert len(slept) == 3


def test_a_server_that_never_ends_is_unclear(to):
    to(Server(pending=10**6))
    with pytest.raises(Unclear):
        push(WHERE, [NOTE], sleep=lambda _: None)


def test_who_may_not_write_is_told(to):
    server = to(Server(can_write=False))
    with pytest.raises(Refused, match="lets nobody write"):
        push(WHERE, [NOTE])
    assert not server.kept


def test_user_and_password_come_from_the_environment_too(to, monkeypatch):
    monkeypatch.delenv(pushing.TOKEN)
    monkeypatch.setenv(pushing.USER, "ada")
    monkeypatch.setenv(pushing.PASSWORD, "pass word")
    server = to(Server())
    push(WHERE, [NOTE])
    assert server.asked[0].headers["authorization"] == "Basic YWRhOnBhc3Mgd29yZA=="


def test_without_credentials_nothing_is_called(monkeypatch):
    for name in (pushing.TOKEN, pushing.USER, pushing.PASSWORD):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(UsageError, match="no credentials"):
        push(WHERE, [NOTE])


def test_nothing_goes_over_the_network_without_encryption(monkeypatch):
    monkeypatch.setenv(pushing.TOKEN, "a secret")
    with pytest.raises(UsageError, match="without encryption"):
        push(Collection.at("http://taxii.example/api/collections/91a7/"), [NOTE])


@pytest.mark.parametrize("address", ["taxii.example/api/collections/1", "https://taxii.example/api/",
                                     "https://ada:pass@taxii.example/api/collections/1/", ""])  # fmt: skip
def test_what_is_no_address_of_a_collection_is_refused(address):
    with pytest.raises(UsageError):
        Collection.at(address)
