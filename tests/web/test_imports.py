"""From dropped files to receipts."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workbenches import browser, settings, token

from inconcert.investigation import Investigation
from inconcert.store.folder import Folder
from inconcert.web.jobs.desk import Jobs
from inconcert.web.staging import LONGEST, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEAD = "id,user,followers,created,body\n"
ROWS = "".join(f"p{n},u{n % 9},{n * 10},2024-03-{n % 28 + 1:02} 10:{n % 60:02}:11,words of {n}\n" for n in range(60))
MAPPED = {"col.id": "id", "col.account": "user", "col.text": "body", "col.time": "created", "platform": "x"}


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    Investigation.create(tmp_path / "spring-op", "Spring op")
    return tmp_path / "spring-op"


@pytest.fixture
def client(empty: Path) -> Iterator[Any]:
    with browser(settings(empty, upload_limit=50_000)) as entered:
        entered.headers["x-csrf-token"] = token(entered)
        yield entered


def dropped(client: Any, files: dict[str, str]) -> str:
    batch = client.post("/i/spring-op/import/batches").json()["look"]
    for name, text in files.items():
        assert client.put(f"{batch}/files/{name}", content=text.encode()).status_code == 200
    return str(batch)


def added(client: Any, batch: str, given: dict[str, str], folder: Path) -> Any:
    answer = client.post(f"{batch}/add", data=given)
    if answer.status_code != 303:
        return answer
    job = Jobs(Folder.open(folder)).job(answer.headers["location"].rpartition("/")[2])
    end = time.monotonic() + 120
    while job.state in {"waiting", "running"} and time.monotonic() < end:
        time.sleep(0.05)
    assert job.state == "done", job.seen()
    return answer


def test_a_wrong_date_column_is_caught_before_anything_is_added(client: Any, empty: Path) -> None:
    batch = dropped(client, {"posts.csv": HEAD + ROWS})
    wrong = {**MAPPED, "col.time": "body", "timezone": "UTC"}
    page = client.get(batch, params=wrong).text
    assert "is not a time in a known form" in page
    assert "words of 0" in page
    assert 'id="add-button" disabled' in page
    assert added(client, batch, wrong, empty).status_code == 400
    assert Folder.open(empty).sources() == []


def test_a_column_of_numbers_is_no_column_of_times(client: Any) -> None:
    batch = dropped(client, {"posts.csv": HEAD + ROWS})
    page = client.get(batch, params={**MAPPED, "col.time": "followers", "timezone": "UTC"}).text
    assert "No row can be used" in page
    assert 'id="add-button" disabled' in page


def test_times_without_a_zone_are_never_guessed(client: Any, empty: Path) -> None:
    batch = dropped(client, {"posts.csv": HEAD + ROWS})
    assert "zone" in client.get(batch, params=MAPPED).text
    page = client.get(batch, params={**MAPPED, "timezone": "Europe/Prague"}).text
    assert "Times without a zone are read in Europe/Prague" in page
    assert "1 Mar 2024, 09:00:11 UTC" in page
    assert page.count("<tr>") > 20


def test_files_are_added_with_a_receipt_and_the_mapping_is_kept(client: Any, empty: Path) -> None:
    given = {**MAPPED, "timezone": "UTC", "keep_as": "our-export"}
    batch = dropped(client, {"posts.csv": HEAD + ROWS + "bad,u1,1,no time,=cmd()\n"})
    assert added(client, batch, given, empty).status_code == 303
    (receipt,) = Folder.open(empty).sources()
    assert receipt["file"] == "posts.csv"
    assert receipt["kept"]["posts"] == 60
    page = client.get(f"/i/spring-op/import/receipts/{receipt['source']}").text
    assert "time cannot be read" in page
    table = client.get(f"/i/spring-op/import/receipts/{receipt['source']}/rejects.csv")
    assert table.headers["content-disposition"].startswith("attachment")
    assert "no time" in table.text
    assert all(not cell.startswith("=") for line in table.text.splitlines() for cell in line.split(","))
    assert client.get(batch).status_code == 404
    assert "our-export" in client.get(dropped(client, {"more.csv": HEAD + ROWS})).text


def test_a_look_is_possible_while_a_run_holds_the_investigation(client: Any, empty: Path) -> None:
    batch = dropped(client, {"posts.csv": HEAD + ROWS})
    with Folder.open(empty).lock():
        assert client.get(batch, params={**MAPPED, "timezone": "UTC"}).status_code == 200


def test_oddities_of_dates_are_said(client: Any) -> None:
    same = HEAD + "".join(f"p{n},u{n},1,2024-03-01,text {n}\n" for n in range(30))
    page = client.get(dropped(client, {"same.csv": same}), params={**MAPPED, "timezone": "UTC"}).text
    assert "all posts have the same time" in page
    assert "every row has another account" in page


@pytest.mark.parametrize("declared", [True, False])
def test_a_file_that_is_too_large_leaves_nothing_behind(client: Any, empty: Path, declared: bool) -> None:
    batch = client.post("/i/spring-op/import/batches").json()["look"]
    body = b"x" * 60_000
    content = body if declared else iter([body[:30_000], body[30_000:]])
    assert client.put(f"{batch}/files/large.csv", content=content).status_code == 413
    assert not [each for each in (empty / "incoming").rglob("*") if each.is_file()]


def test_an_upload_is_refused_without_the_token(client: Any) -> None:
    batch = client.post("/i/spring-op/import/batches").json()["look"]
    assert client.put(f"{batch}/files/a.csv", content=b"a", headers={"x-csrf-token": ""}).status_code == 403


def test_a_name_cannot_be_taken_twice_or_lead_elsewhere(client: Any, empty: Path) -> None:
    batch = dropped(client, {"a.csv": HEAD})
    assert client.put(f"{batch}/files/a.csv", content=b"b").status_code == 400
    assert client.put(f"{batch}/files/..%5C..%5Cetc%5Cpasswd", content=b"b").json()["name"] == "passwd"
    assert client.get("/i/spring-op/import/..%2f..%2fruns").status_code == 404
    assert {each.name for each in (empty / "incoming").rglob("*") if each.is_file()} == {"a.csv", "passwd"}


def test_files_of_this_machine_are_read_where_they_lie_but_not_for_a_team(
    client: Any, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / "here.json").write_text(json.dumps([{"a": 1}]))
    answer = client.post("/i/spring-op/import/here", data={"path": str(tmp_path / "here.json")})
    assert "here.json" in client.get(answer.headers["location"]).text
    assert client.post("/i/spring-op/import/here", data={"path": str(tmp_path / "none")}).status_code == 400


@given(st.text())
def test_names_of_uploads_stay_in_their_folder(name: str) -> None:
    safe = safe_name(name)
    assert not set(safe) & set("/\\\0\n")
    assert not safe.startswith(".")
    assert len(safe.encode()) <= LONGEST
