"""The grammar of paths."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import PluginError
from inconcert.ingest.paths import Context, literal, values

RECORD = {
    "a": {"b": 1, "empty": "", "none": None, "zero": 0, "no": False},
    "a.b": 2,
    "x.y": {"z": [1, 2]},
    "refs": [{"type": "quoted", "id": 1}, {"type": "replied_to", "id": 2, "tags": [{"t": "p"}, {"t": "q"}]}, "odd"],
    "cell": '[{"u": "http://a.b/c"}]',
    "=odd": 3,
    "b[]": 4,
}


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ("a.b", 2),
        ("a.zero", 0),
        ("a.no", False),
        ("a.empty", None),
        ("a.none", None),
        ("a.b.c", None),
        ("x.y.z", [1, 2]),
        ("x.y.z[]", [1, 2]),
        ("refs[].id", [1, 2]),
        ("refs[?type=replied_to].id", [2]),
        ("refs[?type=other].id", None),
        ("refs[].tags[].t", ["p", "q"]),
        ("cell[].u", ["http://a.b/c"]),
        ("=x", "x"),
        (("missing", "a.empty", "a.b"), 2),
        (literal("=odd"), 3),
        (literal("b[]"), 4),
        (literal("a.b"), 2),
    ],
)
def test_paths(paths, found):
    assert values(RECORD, paths) == found


@pytest.mark.parametrize("path", ["", "a..b", "a[", "a[?x].b", "a]b["])
def test_paths_out_of_the_grammar_are_refused(path):
    with pytest.raises(PluginError, match="cannot be read"):
        values({}, path)


def test_a_context_is_an_index():
    context = Context({"includes.users": [{"id": 7, "name": "a"}, "odd", {"id": "8", "name": "b"}]})
    assert context.find("includes.users", "id", "7") == {"id": 7, "name": "a"}
    assert context.find("includes.users", "id", 8)["name"] == "b"
    assert context.find("includes.users", "id", 9) is None
    assert context.find("nowhere", "id", 9) is None
    assert values({"_context": context}, "_context.includes.users[].name") == ["a", "b"]


keys = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=4)


@given(st.lists(keys, min_size=1, max_size=5), st.integers(1))
def test_what_is_nested_is_found_by_its_dotted_path(names, value):
    record = value
    for name in reversed(names):
        record = {name: record}
    assert values(record, ".".join(names)) == value
    assert values({".".join(names): value}, ".".join(names)) == value


@given(st.dictionaries(keys, st.lists(st.dictionaries(keys, st.integers(1)))), keys, keys)
def test_each_element_is_visited_once_and_in_order(record, outer, inner):
    expected = [element[inner] for element in record.get(outer, []) if inner in element]
    assert values(record, f"{outer}[].{inner}") == (expected or None)
