"""What Spark would read otherwise is said in its words; what has no equal is refused, with the name of the step."""

from __future__ import annotations

import pytest

pytest.importorskip("sqlglot")

from inconcert.engines.dialect import to_spark
from inconcert.errors import PluginError

KNOWN = {"t": {"at": "bigint", "word": "string", "words": "array<string>"}, "a: b": {"at": "bigint"}}


def said(expression: str) -> str:
    """The expression as Spark gets it, without the names of tables and the signs of quoting."""
    sql = to_spark(f"SELECT {expression} AS x FROM t", "step", KNOWN).replace("`", "").replace("t.", "")
    return sql.removeprefix("SELECT ").removesuffix(" AS x FROM t AS t")


SAID = {
    "len(words)": "SIZE(words)",
    "len(word)": "LENGTH(word)",
    "len(list_distinct(words))": "SIZE(ARRAY_DISTINCT(ARRAY_COMPACT(words)))",
    "words[1]": "TRY_ELEMENT_AT(words, 1)",
    "list_filter(words, lambda w: w = 'x')[2]": "TRY_ELEMENT_AT(FILTER(words, w -> w = 'x'), 2)",
    "unnest(words)": "EXPLODE(words)",
    "array_to_string(words, ' ')": "ARRAY_JOIN(words, ' ')",
    r"regexp_replace(word, '[$](\d)$', '\1$', 'g')": r"REGEXP_REPLACE(word, '(?d)[$](\\d)\\z', '$1\\$')",
    "string_agg(word, ',' ORDER BY at)": "LISTAGG(word, ',') WITHIN GROUP (ORDER BY at NULLS LAST)",
    "'it''s'": r"'it\'s'",
    "at // 7": "at DIV 7",
    "word::INT": "CAST(word AS INT)",
}


@pytest.mark.parametrize("duckdb", SAID)
def test_it_is_said_in_sparks_words(duckdb: str) -> None:
    assert said(duckdb) == SAID[duckdb]


REFUSED = {
    "len(unknown)": "text or a list",
    "regexp_replace(word, 'x', 'y')": "first hit only",
    "regexp_replace(word, word, 'y', 'g')": "not written out",
    r"regexp_replace(word, '\s', '', 'g')": "engines read differently",
    "regexp_matches(word, 'a$|b')": "engines read differently",
    "regexp_matches(word, '(?i)a')": "engines read differently",
    "word ~ 'x'": "the sign ~",
    r"word LIKE 'a\%'": "LIKE",
    "hash(word)": r"hash\(…\)",
    "epoch_us(at)": "of which nothing is known",
    "list(word ORDER BY at)": "order and nulls",
    "[w for w in words]": "comprehension",
    "words[1:2]": "a range of a list",
}


@pytest.mark.parametrize("duckdb", REFUSED)
def test_what_has_no_equal_is_refused(duckdb: str) -> None:
    with pytest.raises(PluginError, match=rf"step 'step' has no equal on Spark: .*{REFUSED[duckdb]}.*--engine duckdb"):
        said(duckdb)


@pytest.mark.parametrize("sql", ["CREATE TABLE x AS SELECT 1", "SELECT 'a", "SELECT FROM"])
def test_what_is_no_select_is_refused(sql: str) -> None:
    with pytest.raises(PluginError, match="step 'step' has no equal"):
        to_spark(sql, "step", KNOWN)


def test_names_are_kept_and_quoted() -> None:
    assert to_spark('SELECT * FROM "a: b" ORDER BY "at"', "step", KNOWN) == (
        "SELECT `a: b`.`at` AS `at` FROM `a: b` AS `a: b` ORDER BY `a: b`.`at` NULLS LAST"
    )
