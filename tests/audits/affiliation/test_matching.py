"""Which outlet an employer's name may mean, with the kind of match and the reason."""

from __future__ import annotations

import pytest

from inconcert.audits.affiliation.matching import Matcher
from inconcert.audits.affiliation.outlets import outlets, plain
from inconcert.errors import InputError, MappingError

OWN = """outlet_id,names,country,model,valid_to
ovra,"Ovra News Agency|Ovra|ONA",QA,SC,
lumen,"Lumen State Radio",QA,SC,2010-01-01
"""
MATRIX = """Region,Country,Media company,Main assets,URL,Typology
X,Orvela,Tessel Broadcasting (TBC),Television: Tessel One,,SC
X,Orvela,Tessel Broadcasting (TBC),Radio: Tessel Air,,CaPu
X,Velm,The Daily Wick,,,IP
"""


@pytest.fixture
def register(tmp_path):
    (tmp_path / "o.csv").write_text(OWN, "utf-8")
    return outlets(tmp_path / "o.csv")


@pytest.mark.parametrize(
    ("employer", "kind", "reason"),
    [
        ("Ovra News Agency", "exact", "full name"),
        ("The OVRA News-Agency, Inc.", "exact", "full name"),
        ("Ovra", "alias", "another name"),
        ("ONA", "alias", "may mean others"),
        ("Ovra News Agency, Velm bureau", "fuzzy", "among other words"),
        ("Ovra News Agnecy", "fuzzy", "almost like"),
    ],
)
def test_the_kind_of_match_comes_with_its_reason(register, employer, kind, reason):
    (match,) = Matcher(register.outlets).matches(employer)
    assert (match.outlet.id, match.kind) == ("ovra", kind)
    assert reason in match.reason


@pytest.mark.parametrize("employer", ["", "Firm 12", "Onassis Foundation", "State Radio Repairs", "News Agency"])
def test_other_names_match_nothing(register, employer):
    assert Matcher(register.outlets).matches(employer) == []


def test_a_match_keeps_its_id_when_the_spelling_is_another_of_the_same_words(register):
    ids = {Matcher(register.outlets).matches(name)[0].id for name in ("OVRA news agency", "Ovra News Agency Ltd")}
    assert len(ids) == 1


def test_the_state_media_matrix_is_recognised(tmp_path):
    (tmp_path / "m.csv").write_text(MATRIX, "utf-8")
    found = outlets(tmp_path / "m.csv")
    assert found.form == "State Media Matrix"
    tessel = next(one for one in found.outlets if one.country == "Orvela")
    assert set(tessel.names) == {"Tessel Broadcasting", "Tessel One", "Tessel Air"}
    assert (tessel.aliases, tessel.model) == (("TBC",), "CaPu/SC")
    assert [one.name for one in found.limited(["ip"]).outlets] == ["The Daily Wick"]
    with pytest.raises(InputError, match="There are: CaPu, IP, SC"):
        found.limited(["free"])


def test_another_table_is_no_register(tmp_path):
    (tmp_path / "m.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(MappingError, match="no register of outlets"):
        outlets(tmp_path / "m.csv")


def test_names_are_compared_without_accents_and_forms_of_companies():
    assert plain("The Zhōngguó Daily & Sons, Inc.") == "zhongguo daily and sons"
    assert plain("新华社") == "新华社"


def test_the_published_matrix_knows_its_outlets(data):
    place = data / "state_media" / "State_Media_Matrix.csv"
    if not place.exists():
        pytest.skip("no State Media Matrix in the folder of real data")
    found = outlets(place)
    assert len(found.outlets) > 400
    matcher = Matcher(found.outlets)
    names = ("China Central Television", "CGTN", "People's Daily", "Xinhua News Agency", "Acme")
    kinds = {name: [match.kind for match in matcher.matches(name)][:1] for name in names}
    assert kinds == {"China Central Television": ["exact"], "CGTN": ["alias"], "People's Daily": ["exact"],
                     "Xinhua News Agency": ["fuzzy"], "Acme": []}  # fmt: skip
