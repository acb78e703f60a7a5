"""Keyed pseudonyms of accounts for views and exports."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from functools import cached_property
from typing import TYPE_CHECKING, Any

from inconcert.casework.persons import Persons
from inconcert.errors import StoreError
from inconcert.ingest.disk import guarded

if TYPE_CHECKING:
    from pathlib import Path

NAME = "casework.key"


class Pseudonyms:
    """Names that stand for accounts and cannot be turned back without the key.

    Args:
        place: File of the key: 32 random bytes in hexadecimal digits. It is made when it is first needed. Whoever
            deletes it makes all pseudonyms names of nobody.
    """

    def __init__(self, place: Path) -> None:
        self.place = place

    @classmethod
    def beside(cls, folder: Path) -> Pseudonyms:
        """Those whose key lies in a folder."""
        return cls(folder / NAME)

    @cached_property
    def _key(self) -> bytes:
        with guarded(f"reading the key {self.place}"):
            if not self.place.exists():
                self._make()
            if self.place.stat().st_mode & 0o077:
                raise StoreError(f"the key {self.place} can be read by others.", todo=f"Run: chmod 600 {self.place}")
            content = self.place.read_text("ascii")
        try:
            return bytes.fromhex(content)
        except ValueError as error:
            raise StoreError(f"{self.place} holds no key.", todo="Put the right file back.") from error

    def _make(self) -> None:
        """Write a new key; of several processes that try at once, one wins whole."""
        aside = self.place.with_name(f".{NAME}.{secrets.token_hex(8)}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(handle, secrets.token_hex(32).encode())
            os.fsync(handle)
        finally:
            os.close(handle)
        try:
            os.link(aside, self.place)
        except FileExistsError:
            pass
        finally:
            aside.unlink()

    def of(self, account: str) -> str:
        """Pseudonym of an account ``platform:account_id``: the same account has the same under the same key."""
        digest = hmac.digest(self._key, account.encode("utf-8", "replace"), hashlib.sha256)
        return f"account-{base64.b32encode(digest[:10]).decode().lower()}"

    def view(self, data: Any) -> Any:
        """Plain data (a finding, a case, ``findings.json``) with every account and handle replaced, texts too.

        What is replaced: ids and handles that the data itself names as such, wherever they stand. People whom only a
        text names are not recognised.
        """
        found = Persons()
        found.gather(data)
        return found.replaced(data, {account: self.of(account) for account in found.accounts})
