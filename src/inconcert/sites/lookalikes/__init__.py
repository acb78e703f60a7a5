"""Names that look like a protected one: ranked, with the reason in words.

::

    match(brands: Sequence[Brand], candidates: Iterable[str], *, honest: Collection[str] = ()) -> Iterator[Hit]

of :mod:`inconcert.sites.lookalikes.matching`; :class:`Brand` is in ``brands``, :class:`Hit` in ``hits``.
"""
