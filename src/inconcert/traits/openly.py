"""Whether an account that a group turns to says openly who it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inconcert.traits.disclosure import organisation

if TYPE_CHECKING:
    from inconcert.traits.material import Material

_PROFILE = """
SELECT platform || ':' || account_id, any_value(handle), string_agg(DISTINCT description, ' '),
       string_agg(DISTINCT name, ' ')
FROM accounts WHERE platform = $platform AND (lower(account_id) = $name OR lower(handle) = $name) GROUP BY ALL
"""


def named(asset: str) -> str:
    """``x:Name`` as the account of a reply is written: ``x:@name``."""
    platform, _, account = asset.partition(":")
    return f"{platform}:@{account.removeprefix('@').lower()}"


def called(account: str, material: Material) -> str | None:
    """How an account is called when it is declared by the register or by its own profile, else ``None``.

    Args:
        account: ``platform:@name``, where the name is an id or a handle in lower case.
        material: where profiles and the register are.
    """
    platform, _, name = account.partition(":@")
    if material.register.owner(f"{platform}:{name}", name):
        return f"@{name}"
    for asset, handle, bio, title in material.asked(_PROFILE, platform=platform, name=name):
        if organisation(bio, title) or material.register.owner(asset, handle):
            return f"@{handle or name}"
    return None
