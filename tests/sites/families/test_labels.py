import pytest

from inconcert.sites.families.labels import folded, is_cheap, split


@pytest.mark.parametrize(
    ("name", "label", "suffix"),
    [
        ("www.spiegel.de", "spiegel", "de"),
        ("theguardian.co.com", "theguardian", "co.com"),
        ("a.b.example.co.uk", "example", "co.uk"),
        ("x.city.kobe.jp", "city", "kobe.jp"),
        ("thing.foo.ck", "thing", "foo.ck"),
        ("name.notasuffix", "name", "notasuffix"),
        ("co.uk", "", "co.uk"),
        ("localhost", "localhost", ""),
    ],
)
def test_label_and_public_suffix(name, label, suffix):
    assert split(name) == (label, suffix)


def test_suffixes_that_are_sold_for_little():
    assert all(map(is_cheap, ("site", "online", "pw", "space")))
    assert not any(map(is_cheap, ("de", "com", "co.uk", "org", "com.au")))


@pytest.mark.parametrize(
    ("label", "plain"),
    [
        ("xn--bcher-kva", "bucher"),
        ("example", "example"),
        ("xn--80ak6aa92e", "xn--80ak6aa92e"),
        ("xn--\u00ff", "xn--\u00ff"),
    ],
)
def test_accents_are_left_away_and_other_scripts_stay(label, plain):
    assert folded(label) == plain
