"""The one file that knows how each engine says what SQL does not agree on.

Steps are written in DuckDB's words. SQLGlot puts them into the words of another engine; what it would put wrongly, or
only pass on, is mended or refused here, so that a step gives the same rows on every engine or none at all.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from inconcert.errors import PluginError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlglot import exp

Schemas = dict[str, dict[str, str]]
"""Table → column → type in Spark's words, such as ``array<string>``."""


class Untranslatable(Exception):
    """Says in words what an engine has no equal for; becomes a ``PluginError`` that names the step."""


def to_spark(sql: str, step: str, known: Mapping[str, Mapping[str, str]]) -> str:
    """The SELECT ``sql`` in the words of Spark 4 with ANSI rules.

    Args:
        sql: In DuckDB's words.
        step: Name of the step, for the message.
        known: Columns of the tables that it may read, with their types: what ``len`` means depends on them.

    Raises:
        PluginError: it is no SELECT, or says something that Spark has no equal for.
    """
    from sqlglot import ErrorLevel, errors

    try:
        tree = _typed(sql, known)
        for node in list(tree.walk()):
            mend = _mends().get(type(node))
            if mend is not None:
                mend(node)
        return str(tree.sql("spark", identify=True, unsupported_level=ErrorLevel.RAISE))
    except (errors.SqlglotError, Untranslatable) as error:
        said = re.sub(r"\x1b\[\d*m", "", str(error))
        raise PluginError(
            f"the SQL of step '{step}' has no equal on Spark: {said}", todo="Say it otherwise, or use --engine duckdb."
        ) from error


def _typed(sql: str, known: Mapping[str, Mapping[str, str]]) -> exp.Expr:
    """The parsed SELECT, every expression with its type as far as ``known`` tells it."""
    from sqlglot import exp, parse_one, tokenize
    from sqlglot.optimizer.annotate_types import annotate_types
    from sqlglot.optimizer.qualify import qualify
    from sqlglot.schema import MappingSchema

    if any(token.text in ("~", "!~") for token in tokenize(sql, read="duckdb")):
        raise Untranslatable("the sign ~; write regexp_matches with ^ and $.")
    tree = parse_one(sql, read="duckdb")
    if not isinstance(tree, exp.Query):
        raise Untranslatable("it is no SELECT.")
    columns: Any = {exp.to_identifier(name, quoted=True).name: dict(fields) for name, fields in known.items()}
    schema = MappingSchema(columns, dialect="spark", normalize=False)
    tree = qualify(tree, schema=schema, dialect="duckdb", validate_qualify_columns=False, quote_identifiers=False)
    return annotate_types(tree, schema=schema, dialect="duckdb")


@cache
def _mends() -> dict[type[Any], Callable[[Any], None]]:
    from sqlglot import exp

    return {
        exp.Anonymous: _unknown,
        exp.ArrayAgg: _refuse("list(…), whose order and nulls differ; write string_agg(… ORDER BY …)."),
        exp.ArrayDistinct: _without_nulls,
        exp.Bracket: _element,
        exp.Comprehension: _refuse("a list comprehension; write list_transform and list_filter."),
        exp.Length: _length,
        exp.Like: _pattern,
        exp.ILike: _pattern,
        exp.RegexpExtract: _expression,
        exp.RegexpExtractAll: _expression,
        exp.RegexpLike: _expression,
        exp.RegexpReplace: _replacement,
        exp.RegexpFullMatch: _refuse("regexp_full_match; write regexp_matches with ^ and $."),
    }


def _refuse(what: str) -> Callable[[Any], None]:
    def refuse(_: Any) -> None:
        raise Untranslatable(what)

    return refuse


def _unknown(node: Any) -> None:
    raise Untranslatable(f"{node.name}(…), of which nothing is known.")


def _length(node: Any) -> None:
    """``len`` of a list counts its elements, of a text its signs."""
    from sqlglot import exp

    if node.this.is_type(exp.DType.ARRAY, exp.DType.LIST):
        node.replace(exp.ArraySize(this=node.this))
    elif not node.this.is_type(*exp.DataType.TEXT_TYPES):
        raise Untranslatable(f"{node.sql('duckdb')}, as it is not known whether that is a text or a list.")


def _element(node: Any) -> None:
    """``list[n]`` and ``map[key]``: nothing where there is none."""
    from sqlglot import exp

    at = node.expressions[0]
    if len(node.expressions) != 1 or isinstance(at, exp.Slice):
        raise Untranslatable("a range of a list; write list_slice.")
    place = exp.Literal.number(int(at.this) + 1) if isinstance(at, exp.Literal) and not at.is_string else at
    node.replace(exp.Anonymous(this="TRY_ELEMENT_AT", expressions=[node.this, place]))


def _without_nulls(node: Any) -> None:
    """DuckDB's ``list_distinct`` drops nulls, Spark's keeps one."""
    from sqlglot import exp

    node.set("this", exp.ArrayCompact(this=node.this))


def _pattern(node: Any) -> None:
    """A backslash is a plain sign in DuckDB's LIKE and an escape in Spark's."""
    literal = node.expression
    if not literal.is_string or "\\" in literal.this:
        raise Untranslatable("a pattern of LIKE that is no plain text; write starts_with, ends_with or contains.")


def _expression(node: Any) -> None:
    """RE2 and Java agree on what is let through here: one sign ends a line, and ``$`` is the end of the text."""
    from sqlglot import exp

    literal = node.expression
    if not literal.is_string:
        raise Untranslatable("a regular expression that is not written out.")
    ended = re.sub(r"(?<!\\)\$$", r"\\z", literal.this)
    plain = re.sub(r"\[[^]]*\]", "", ended)
    told = _TOLD_APART.search(ended) or re.search(r"(?<!\\)\$", plain)
    if told is not None:
        raise Untranslatable(f"'{told[0]}' in a regular expression, which engines read differently; list the signs.")
    node.set("expression", exp.Literal.string(f"(?d){ended}"))


_TOLD_APART = re.compile(r"\\[sSbBCQ]|\\[pP](?!\{[A-Z][a-z]?\})|\[\[:|\(\?[a-zA-Z]")


def _replacement(node: Any) -> None:
    """DuckDB replaces the first hit unless told ``g``, Spark all; groups have other signs."""
    from sqlglot import exp

    flags = node.args.get("modifiers")
    if flags is None or flags.name != "g":
        raise Untranslatable("regexp_replace of the first hit only; add 'g'.")
    _expression(node)
    said = node.args["replacement"]
    if not said.is_string:
        raise Untranslatable("a replacement that is not written out.")
    node.set("replacement", exp.Literal.string(re.sub(r"\\(\d)", r"$\1", said.this.replace("$", "\\$"))))
    node.set("modifiers", None)
