"""Five hundred and twelve yes-or-no answers as one value: a vector of eight 64-bit words that stays in registers.

Numba makes no such vectors of loops by itself. LLVM splits them into what the processor at hand has.
"""

# ruff: noqa: ARG001  # Numba hands these to every intrinsic

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, models, register_model

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Words = NDArray[np.uint64]

WORDS = 8
"""Words of a vector."""
WIDTH = 64 * WORDS
"""Answers in a vector."""
_WORD = ir.IntType(64)
_VECTOR = ir.VectorType(_WORD, WORDS)
_NONE = ir.Constant(_VECTOR, None)


class Lanes(types.Type):
    """Numba's name for such a vector."""

    def __init__(self) -> None:
        super().__init__(name="Lanes")


LANES: Any = Lanes()


@register_model(Lanes)
class _Model(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)  # type: ignore[no-untyped-call]  # no stubs


def _intrinsic(function: Callable[..., Any]) -> Any:
    return cast("Any", intrinsic(function))


def _place(context: Any, builder: Any, array: Any, kind: Any, index: Any) -> Any:
    """Pointer to the vector that begins at word ``WORDS * index`` of an array."""
    data = context.make_array(kind)(context, builder, array).data
    word = builder.gep(data, [builder.mul(index, _WORD(WORDS))])
    return builder.bitcast(word, _VECTOR.as_pointer())


@_intrinsic
def load(typing: Any, words: Any, index: Any) -> Any:
    """The vector number ``index`` of an array of words."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = _place(context, builder, args[0], signature.args[0], args[1])
        return builder.load(at, align=8)

    return LANES(words, types.int64), code


@_intrinsic
def store(typing: Any, words: Any, index: Any, value: Any) -> Any:
    """Write a vector as number ``index`` of an array of words."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        at = _place(context, builder, args[0], signature.args[0], args[1])
        builder.store(args[2], at, align=8)
        return context.get_dummy_value()

    return types.void(words, types.int64, LANES), code


@_intrinsic
def nothing(typing: Any) -> Any:
    """No answer is yes."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return _NONE

    return LANES(), code


@_intrinsic
def some(typing: Any, value: Any) -> Any:
    """Whether any answer is yes."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        set_ = builder.icmp_unsigned("!=", args[0], _NONE)
        return builder.icmp_unsigned("!=", builder.bitcast(set_, ir.IntType(WORDS)), ir.IntType(WORDS)(0))

    return types.boolean(LANES), code


@_intrinsic
def number(typing: Any, value: Any) -> Any:
    """How many answers are yes."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        counts = ir.FunctionType(_VECTOR, [_VECTOR])
        name = f"llvm.ctpop.v{WORDS}i64"
        insert: Any = cgutils.get_or_insert_function
        function = insert(builder.module, counts, name)
        ones = builder.call(function, args)
        total = _WORD(0)
        for k in range(WORDS):
            total = builder.add(total, builder.extract_element(ones, ir.IntType(32)(k)))
        return total

    return types.int64(LANES), code


@_intrinsic
def lowest(typing: Any, word: Any) -> Any:
    """Number of the lowest bit that is set in a word that is not zero."""

    def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.IntType(1)(0))

    return types.int64(types.uint64), code


def _pairwise(name: str) -> Any:
    def typed(typing: Any, one: Any, other: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            return getattr(builder, name)(*args)

        return LANES(LANES, LANES), code

    return typed


either = _intrinsic(_pairwise("or_"))
"""Yes where one or the other is."""
both = _intrinsic(_pairwise("and_"))
"""Yes where both are."""
differ = _intrinsic(_pairwise("xor"))
"""Yes where exactly one is."""
