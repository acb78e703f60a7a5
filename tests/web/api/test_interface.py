"""The interface for programs: what it says, and what it does with anything that fits its own description."""

from __future__ import annotations

from typing import Any

import pytest
from workbenches import token

from inconcert.web.api.door import schema

BASE = "/api/v1/i/spring-op"


def test_what_a_network_rests_on_can_be_followed_to_the_posts(client: Any) -> None:
    (found,) = client.get(f"{BASE}/findings").json()["rows"]
    assert "evidence" not in found
    whole = client.get(f"{BASE}/findings/{found['id']}").json()
    assert whole["evidence"]
    ties = client.get(f"{BASE}/ties", params={"network": found["id"], "limit": 3}).json()["rows"]
    assert len(ties) == 3
    assert ties[0]["first_at"].endswith("Z")
    platform, _, post = ties[0]["posts"][0].partition(":")
    (one,) = client.get(f"{BASE}/posts", params={"platform": platform, "post_id": post}).json()["rows"]
    assert f"{one['platform']}:{one['account_id']}" in {ties[0]["a"], ties[0]["b"]}
    account = client.get(f"{BASE}/accounts/{platform}/{one['account_id']}").json()
    assert account["networks"] == [found["id"]]
    site = client.get(f"{BASE}/sites/bridge-truth.example").json()
    assert site["accounts"] == 7


def test_every_read_of_personal_data_is_in_the_log(client: Any) -> None:
    client.get(f"{BASE}/accounts/x/ring0", params={"why": "checking a tip"})
    rows = client.get("/admin/audit").text
    assert "checking a tip" in rows
    client.get(f"{BASE}/search", params={"q": "report"})
    assert "search: report" in client.get("/admin/audit").text


def test_a_decision_is_made_and_seen(client: Any) -> None:
    headers = {"x-csrf-token": token(client)}
    new = {"title": "Spring", "question": "Who pushed the bridge?", "networks": ["1"]}
    assert client.post(f"{BASE}/cases", json=new).status_code == 403
    case = client.post(f"{BASE}/cases", json=new, headers=headers).json()
    decision = {"verdict": "benign coordination", "reason": "A newsroom."}
    made = client.post(f"{BASE}/cases/{case['id']}/decisions", json=decision, headers=headers)
    assert made.status_code == 201, made.text
    assert client.get(f"{BASE}/cases/{case['id']}").json()["decisions"][0]["reason"] == "A newsroom."
    bad = client.post(f"{BASE}/cases/{case['id']}/decisions", json={**decision, "verdict": "guilty"}, headers=headers)
    assert bad.status_code == 422


@pytest.mark.parametrize(
    "path", ["findings/none", "accounts/x/none", "sites/none.example", "runs/none", "jobs/none", "cases/none"]
)
def test_what_is_not_there_is_said_in_words(client: Any, path: str) -> None:
    answer = client.get(f"{BASE}/{path}")
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_the_page_of_the_interface_lists_every_path(client: Any) -> None:
    page = client.get("/api/v1/docs").text
    assert all(path in page for path in schema(client.app)["paths"])
    assert "http://" not in page.replace("http://127.0.0.1", "")
