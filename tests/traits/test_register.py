import re

import pytest

from inconcert.errors import InputError
from inconcert.traits.register import SHIPPED, Register, fingerprint, read


def written(tmp_path, text):
    path = tmp_path / "register.csv"
    path.write_text(text, "utf-8")
    return path


def test_accounts_are_found_by_id_and_by_handle_in_any_case(tmp_path):
    register = read(written(tmp_path, "platform,handle,owner\nX,@Harbour_News,Harbour Council\nx,77,Ferry Board\n"))
    assert register.owner("x:123", "harbour_news") == "Harbour Council"
    assert register.owner("x:77", None) == "Ferry Board"
    assert register.owner("telegram:77", None) is None
    assert register.owner("x:5", "someone") is None


def test_rows_without_owner_declare_nobody(tmp_path):
    assert read(written(tmp_path, "platform,account,owner\nx,7,\nx,,Board\n")).owners == {}


def test_no_file_is_an_empty_register():
    assert read(None) == Register()
    assert fingerprint(None) is None


@pytest.mark.parametrize("text", ["", "platform,owner\nx,y\n", "a;b\n1;2\n"])
def test_a_file_that_is_no_register_is_refused_with_what_is_needed(tmp_path, text):
    with pytest.raises(InputError, match="platform, account"):
        read(written(tmp_path, text))


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        fingerprint(tmp_path / "none.csv")


def test_another_register_is_another_run(tmp_path):
    one = fingerprint(written(tmp_path, "platform,account,owner\nx,7,Board\n"))
    assert one != fingerprint(written(tmp_path, "platform,account,owner\nx,8,Board\n"))


def test_the_shipped_register_is_used_when_it_is_asked_for():
    register = read(SHIPPED)
    assert register.owner("x:1", "XHNews") == "Xinhua News Agency"
    assert register.owner("x:2", "bbcworld") == "BBC"
    assert register.owner("telegram:tass_agency", None) == "TASS"
    assert register.owner("x:3", "somebody") is None
    assert read(None).owner("x:1", "XHNews") is None
    assert fingerprint(SHIPPED) not in (None, fingerprint(None))


def test_every_name_in_the_shipped_register_can_be_one_of_its_platform():
    forms = {"x": r"x:\w{1,15}", "telegram": r"telegram:\w{4,32}"}
    owners = read(SHIPPED).owners
    assert all(re.fullmatch(forms[name.partition(":")[0]], name, re.ASCII) for name in owners)
    assert all(owners.values())
