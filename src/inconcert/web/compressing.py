"""Text travels compressed; secrets do not travel where a guess beside them could be weighed (BREACH).

Whoever can see how long a compressed answer is, and can put guesses of their own into it, learns by its length when a
guess equals a secret on the same page (Gluck, Harris, Prado, "BREACH", 2013). Three things stand against it here:

- cookies are ``SameSite=Strict``, so no other site can make a browser fetch a page of somebody who is signed in;
- the token of a page is masked anew in every answer (:func:`inconcert.web.security.csrf_token`), so that there is
  nothing that stays the same to be guessed at;
- only answers to GET are compressed. What is shown once (the secret of an API token) stands in answers to POST.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

LEAST = 1024
"""Bytes below which compressing gains nothing."""
LEVEL = 5
"""Of gzip; beyond, a page of the workbench gets 2 % smaller and takes half as long again."""
NO_TEXT = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "image/*", "application/octet-stream", "application/pdf",
           "application/vnd.apache.parquet")  # fmt: skip
"""Kinds of content that are no text, or are sent bit by bit and must not wait for each other."""


class Compressing:
    """Compresses the answers of ``app`` to GET for browsers that say they can read it."""

    def __init__(self, app: ASGIApp) -> None:
        self._bare = app
        self._zipped = GZipMiddleware(app, minimum_size=LEAST, compresslevel=LEVEL, exclude_content_types=NO_TEXT)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        fits = scope["type"] == "http" and scope["method"] == "GET"
        await (self._zipped if fits else self._bare)(scope, receive, send)
