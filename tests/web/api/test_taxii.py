"""TAXII 2.1 as programs speak it: taxii2-client against the workbench, served on this machine."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from confirmed import imprint
from serving import free_port, served
from workbenches import PASSWORD, browser, member, settings

from inconcert.casework import Actor
from inconcert.dossier import gather
from inconcert.exchange.stix import bundle
from inconcert.exchange.taxii.publishing import publish
from inconcert.store.folder import Folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEDIA = "application/taxii+json;version=2.1"
CY = Actor("cy", frozenset({"approver"}), "test")


class Serving:
    """A team's workbench with one published case, and a token of a viewer."""

    def __init__(self, client: Any, folder: Path) -> None:
        self.client, self.book = client, client.app.state.workbench.casebook
        case = self.book.desk(CY).cases()[0]
        told = gather(self.book, CY, case.id, Folder.open(folder), imprint()).redacted(self.book.pseudonyms)
        self.objects = bundle(told)["objects"]
        self.collection = publish(self.book, CY, told, folder, "for partners").collection
        self.token = self.made("viewer", "viewer")

    def made(self, name: str, role: str) -> str:
        return str(self.book.desk(Actor(name, frozenset({role}), "test")).make_token("taxii", roles=[role])[0])

    def get(self, path: str, *, token: str | None = None, accept: str = MEDIA, **params: Any) -> Any:
        headers = {"authorization": f"Bearer {token or self.token}", "accept": accept}
        return self.client.get(f"/taxii2{path}", headers=headers, params=params)


@pytest.fixture(scope="module")
def desk(confirmed_case: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = shutil.copytree(confirmed_case, tmp_path_factory.mktemp("taxii") / "spring-op")
    client = browser(settings(folder, team=True), enter=False)
    client.app.state.workbench.casebook.people.first_admin("admin", PASSWORD, via="test")
    admin = client.app.state.workbench.casebook.desk(Actor("admin", frozenset({"admin"}), "test"))
    admin.add_user("viewer", ["viewer"], password=PASSWORD)
    yield Serving(client, folder)
    client.app.state.workbench.close()


@pytest.fixture(scope="module")
def there(desk: Serving) -> Iterator[Any]:
    """The server as taxii2-client sees it over the network of this machine."""
    from taxii2client.v21 import Server

    with (
        served(desk.client.app, free_port()) as address,
        Server(f"{address}/taxii2/", user="whoever", password=desk.token) as found,
    ):
        yield found


def test_a_client_finds_its_way_to_the_objects(there: Any, desk: Serving) -> None:
    assert there.title == "inconcert"
    root = there.default
    assert "application/taxii+json;version=2.1" in root.versions
    (collection,) = root.collections
    assert (collection.id, collection.title) == (desk.collection, "Orvela")
    assert collection.can_read
    assert not collection.can_write
    found = collection.get_objects()["objects"]
    assert found == desk.objects
    assert {one["id"] for one in collection.get_manifest()["objects"]} == {one["id"] for one in desk.objects}


def test_a_client_pages_and_filters(there: Any, desk: Serving) -> None:
    from taxii2client.v21 import as_pages

    (collection,) = there.default.collections
    pages = list(as_pages(collection.get_objects, per_request=7))
    assert len(pages) > 3
    assert [one for page in pages for one in page["objects"]] == desk.objects
    kinds = collection.get_objects(type="indicator")["objects"]
    assert {one["type"] for one in kinds} == {"indicator"}
    one = kinds[0]["id"]
    assert collection.get_object(one)["objects"] == [kinds[0]]
    assert collection.object_versions(one)["versions"] == [kinds[0]["modified"]]
    assert not collection.get_objects(added_after="2999-01-01T00:00:00Z").get("objects")


def test_the_library_of_stix_reads_it_as_a_source(there: Any) -> None:
    import stix2

    (collection,) = there.default.collections
    source = stix2.TAXIICollectionSource(collection, allow_custom=True)
    (operation,) = source.query([stix2.Filter("type", "=", "intrusion-set")])
    assert operation["name"] == "Orvela"


@pytest.mark.parametrize("scheme", ["Bearer", "Token"])
def test_a_token_opens_the_door(desk: Serving, scheme: str) -> None:
    answer = desk.client.get("/taxii2/", headers={"authorization": f"{scheme} {desk.token}", "accept": MEDIA})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == MEDIA


@pytest.mark.parametrize("given", ["", "Basic !!!", "Basic d2hvOndyb25n", "Bearer wrong", "Token ", "Digest x"])
def test_without_a_right_token_it_stays_shut_in_the_words_of_taxii(desk: Serving, given: str) -> None:
    headers = {"accept": MEDIA, **({"authorization": given} if given else {})}
    answer = desk.client.get("/taxii2/", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == MEDIA
    assert answer.json()["http_status"] == "401"
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_a_token_as_a_password_counts_nowhere_else(desk: Serving) -> None:
    answer = desk.client.get("/api/v1/investigations", auth=("whoever", desk.token))
    assert answer.status_code == 401


@pytest.mark.parametrize("accept", ["application/json", "application/vnd.oasis.stix+json; version=2.0", "text/html"])
def test_another_media_type_is_refused(desk: Serving, accept: str) -> None:
    assert desk.get("/", accept=accept).status_code == 406


@pytest.mark.parametrize("accept", ["*/*", "application/taxii+json", "text/html, application/taxii+json; version=2.1"])
def test_what_covers_it_is_answered(desk: Serving, accept: str) -> None:
    assert desk.get("/spring-op/", accept=accept).json()["versions"] == [MEDIA]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/nowhere/", {}, 404),
        ("/spring-op/collections/nothing/", {}, 404),
        ("/spring-op/collections/{c}/objects/note--1/", {}, 404),
        ("/spring-op/collections/{c}/objects/note--1/versions/", {}, 404),
        ("/spring-op/collections/{c}/objects/", {"limit": "0"}, 400),
        ("/spring-op/collections/{c}/objects/", {"next": "soon"}, 400),
        ("/spring-op/collections/{c}/objects/", {"added_after": "soon"}, 400),
    ],
)
def test_what_is_not_there_or_cannot_be_read_is_told(desk: Serving, path: str, params: Any, status: int) -> None:
    answer = desk.get(path.format(c=desk.collection), **params)
    assert answer.status_code == status
    assert answer.json()["http_status"] == str(status)


@pytest.mark.parametrize("method", ["POST", "DELETE", "PUT"])
def test_nobody_can_write(desk: Serving, method: str) -> None:
    path = f"/taxii2/spring-op/collections/{desk.collection}/objects/"
    answer = desk.client.request(method, path, headers={"authorization": f"Bearer {desk.token}", "accept": MEDIA})
    assert answer.status_code == 405


def test_fetching_objects_stands_in_the_log(desk: Serving) -> None:
    desk.get(f"/spring-op/collections/{desk.collection}/objects/")
    newest = desk.book.desk(Actor("admin", frozenset({"admin"}), "test")).audit(limit=1)[0]
    assert (newest.who, newest.act, newest.thing) == ("viewer", "data.read", "taxii")
    assert desk.collection in (newest.why or "")


def test_when_things_were_added_stands_in_the_headers(desk: Serving) -> None:
    answer = desk.get(f"/spring-op/collections/{desk.collection}/manifest/", limit=2)
    rows = answer.json()["objects"]
    assert answer.headers["x-taxii-date-added-first"] == rows[0]["date_added"]
    assert answer.headers["x-taxii-date-added-last"] == rows[-1]["date_added"]
    assert answer.json()["more"] is True


def test_a_person_in_a_browser_may_look_too(desk: Serving) -> None:
    signed = member(desk.client, "viewer")
    assert signed.get("/taxii2/spring-op/collections/").json()["collections"][0]["title"] == "Orvela"
    assert PASSWORD not in signed.get("/taxii2/").text
