import json
from io import StringIO

import pytest
from batch import write

from inconcert.errors import InputError
from inconcert.investigation import Investigation
from inconcert.report.html import render
from inconcert.report.terminal import findings as told
from inconcert.traits import run as traits_run


def investigated(tmp_path, **change):
    profiles = change.pop("profiles", True)
    made = Investigation.create(tmp_path / "found")
    made.add(*write(tmp_path, profiles=profiles))
    return made.detect(shuffles=5, signals=["same_link"], **change)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return investigated(tmp_path_factory.mktemp("batch"))


def axis(found, name="inauthenticity"):
    return found.networks[0].data["axes"][name]


def trait(found, name):
    return next(one for one in axis(found)["traits"] if one["name"] == name)


def test_a_finding_says_what_its_members_have_in_common(found):
    assert axis(found)["value"] > 6
    assert axis(found)["unit"] == "nats"
    assert axis(found)["low"] <= axis(found)["value"] <= axis(found)["high"] + 1e-9
    assert "6 of 6 members were created within 3 days" in axis(found)["says"]
    burst = trait(found, "creation_burst")
    assert sorted(burst["accounts"]) == [f"x:ring{n}" for n in range(6)]
    assert burst["figures"]["of_controls"] >= 30
    assert found.networks[0].data["declared"] is False


def test_what_the_files_do_not_hold_is_insufficient_data_and_never_zero(found):
    avatars = trait(found, "reused_avatars")
    assert avatars["nats"] is None
    assert avatars["says"].startswith("Insufficient data: an avatar: known of 0 members")


def test_without_profiles_the_profile_is_not_judged(tmp_path):
    bare = investigated(tmp_path, profiles=False)
    for name in ("creation_burst", "copied_bios", "reused_avatars"):
        assert trait(bare, name)["nats"] is None


def test_the_same_run_gives_the_same_bytes(found, tmp_path):
    again = investigated(tmp_path)
    assert json.dumps(again.networks[0].data["axes"]) == json.dumps(found.networks[0].data["axes"])


def test_the_report_and_the_terminal_show_the_traits(found):
    from rich.console import Console

    page = render(found.data)
    assert "creation_burst" in page
    assert "were created within" in page
    console = Console(width=120, record=True, file=StringIO())
    console.print(told(found.data, 1, 1))
    text = " ".join(console.export_text().split())
    assert "creation_burst 6 nats: 6 of 6 members were created" in text
    assert "reused_avatars" not in text


def test_only_the_strongest_networks_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(traits_run, "LARGEST", 0)
    assert axis(investigated(tmp_path))["says"].startswith("Not measured: beyond the")


def test_groups_do_not_depend_on_how_many_are_read_at_a_time(found, tmp_path, monkeypatch):
    monkeypatch.setattr(traits_run, "AT_A_TIME", 1)
    assert axis(investigated(tmp_path)) == axis(found)


def test_a_register_that_cannot_be_read_stops_the_run_before_it_starts(tmp_path):
    with pytest.raises(InputError, match="register"):
        investigated(tmp_path, register=str(tmp_path / "none.csv"))


def test_a_network_in_the_register_is_declared_and_says_where(tmp_path):
    register = tmp_path / "register.csv"
    rows = [f"x,ring{number},Harbour Council" for number in range(6)]
    register.write_text("\n".join(["platform,handle,owner", *rows]), "utf-8")
    found = investigated(tmp_path, register=str(register))
    assert found.networks[0].data["declared"] is True
    declared = trait(found, "declared_affiliation")
    assert declared["nats"] < -4
    assert "By register.csv they are run by Harbour Council (6)." in declared["says"]


def test_another_register_is_another_run(tmp_path):
    list_ = tmp_path / "register.csv"
    list_.write_text("platform,handle,owner\nx,somebody,Harbour Council\n", "utf-8")
    one = investigated(tmp_path, register=str(list_))
    list_.write_text("platform,handle,owner\nx,nobody,Harbour Council\n", "utf-8")
    other = Investigation.open(tmp_path / "found").detect(shuffles=5, signals=["same_link"], register=str(list_))
    assert one.path != other.path
