"""Mappings: in one line, as a file, kept in the investigation."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.errors import MappingError, UsageError
from inconcert.ingest import recipe
from inconcert.ingest.recipe import ACCOUNT_WORDS, WORDS, Recipe

words = st.sampled_from([*WORDS, *("account." + word for word in ACCOUNT_WORDS), "metric.like", "metric.view"])


def test_one_line():
    found = recipe.given("account=name, text=text,time=tweet_created,metric.like=likes")
    assert found == Recipe({"account": "name", "text": "text", "time": "tweet_created", "metric.like": "likes"})


@pytest.mark.parametrize(
    ("line", "says"),
    [("acount=a", "Did you mean account"), ("account=a,account=b", "given twice"), ("metric.=x", "knows no"),
     ("xyz=1", "Known are")],
)  # fmt: skip
def test_words_that_mean_nothing_are_refused(line, says):
    with pytest.raises(MappingError, match=says):
        recipe.given(line)


@pytest.mark.parametrize("line", ["account=", "account=a,text", "nowhere.toml"])
def test_lines_that_say_nothing_are_refused(line):
    with pytest.raises(UsageError):
        recipe.given(line)


@given(
    st.dictionaries(words, st.text(st.characters(exclude_categories=["Cs"]), min_size=1)),
    st.sampled_from(["", "%d-%m-%Y %H:%M"]),
    st.sampled_from(["", "UTC", "Europe/Berlin"]),
)
def test_recipes_come_back_from_their_file(columns, time_format, timezone):
    made = Recipe(columns, time_format, timezone, "x", "|")
    path = Path(recipe.__file__).with_name("never.toml")
    text = made.to_toml()
    import tomllib

    raw = tomllib.loads(text)
    assert Recipe(raw.pop("columns"), **raw) == made
    assert not path.exists()


def test_kept_and_used_again(folder):
    made = Recipe({"account": "name", "time": "when"}, timezone="UTC")
    recipe.save(folder.path, "mine", made)
    assert recipe.named(folder.path, "mine") == made
    with pytest.raises(UsageError, match="Known: mine"):
        recipe.named(folder.path, "other")
    with pytest.raises(UsageError, match="no name"):
        recipe.named(folder.path, "../mine")


@pytest.mark.parametrize(
    "text", ["[columns", "colour = 'red'", "columns = 3", "[columns]\naccount = 3\n", "timezone = 3"]
)
def test_files_that_are_no_recipes_are_refused(tmp_path, text):
    (tmp_path / "r.toml").write_text(text)
    with pytest.raises(MappingError, match=r"r\.toml"):
        recipe.load(tmp_path / "r.toml")


def test_missing_columns_are_all_named_with_the_nearest():
    with pytest.raises(MappingError, match=r"'nam' \(for account\), 'whn' \(for time\).*Did you mean name, when"):
        Recipe({"account": "nam", "time": "whn"}).check(["name", "when"], "posts.csv")


def test_a_zone_or_form_that_does_not_exist_is_refused_at_once():
    with pytest.raises(UsageError):
        Recipe({}, timezone="Mars/Olympus")
    with pytest.raises(UsageError):
        Recipe({}, time_format="%Q")
