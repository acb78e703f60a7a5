import pytest

from inconcert.sites.families.labels import is_cheap, split


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
