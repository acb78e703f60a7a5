"""Addresses of crypto currencies in a text, each proved by its checksum.

Hashes and file names often fit the alphabet of an address; of 148 «wallets» that a public tool found, none was one.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VERSIONS = {0x00: "bitcoin", 0x05: "bitcoin", 0x30: "litecoin", 0x32: "litecoin", 0x1E: "dogecoin", 0x41: "tron"}
"""First byte of an address in Base58 and what it is an address of."""
_PREFIXES = {"bc": "bitcoin", "ltc": "litecoin"}
_MOST = 2000
"""Candidates tried in one text: a page of nothing else would cost seconds."""
_CANDIDATE = re.compile(
    r"(?<![\w/+=.-])(?:(?P<ether>0x[0-9a-fA-F]{40})|(?P<bech>(?:bc|ltc)1[02-9ac-hj-np-z]{11,71})"
    r"|(?P<base>[13LMDT][1-9A-HJ-NP-Za-km-z]{25,34}))(?![\w/+=-])"
)
_MASK = (1 << 64) - 1


def wallets(text: str) -> Iterator[tuple[str, str]]:
    """Addresses with a valid checksum, as ``("wallet-bitcoin", address)``; addresses without one are left out."""
    for number, hit in enumerate(_CANDIDATE.finditer(text)):
        if number >= _MOST:
            return
        coin = _coin(hit.lastgroup or "", hit[0])
        if coin is not None:
            yield f"wallet-{coin}", hit[0]


def _coin(form: str, address: str) -> str | None:
    if form == "ether":
        return "ethereum" if _is_ether(address) else None
    return _of_bech32(address) if form == "bech" else _of_base58(address)


def _of_base58(address: str) -> str | None:
    number = 0
    for character in address:
        number = number * 58 + _BASE58.index(character)
    zeros = len(address) - len(address.lstrip("1"))
    raw = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(raw) != 25 or sha256(sha256(raw[:-4]).digest()).digest()[:4] != raw[-4:]:
        return None
    return _VERSIONS.get(raw[0])


def _of_bech32(address: str) -> str | None:
    """Bech32 (BIP 173) for version 0, Bech32m (BIP 350) for later ones."""
    prefix, _, data = address.rpartition("1")
    values = [_BECH32.index(character) for character in data]
    spread = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
    expected = 1 if values[0] == 0 else 0x2BC830A3
    return _PREFIXES.get(prefix) if _polymod(spread + values) == expected else None


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= term if top >> bit & 1 else 0
    return check


def _is_ether(address: str) -> bool:
    """Whether the capitals are those of EIP-55; an address in one case carries no checksum."""
    body = address[2:]
    if body in {body.lower(), body.upper()}:
        return False
    digest = keccak256(body.lower().encode()).hex()
    return all(c.isdigit() or (c.isupper() == (int(digest[i], 16) >= 8)) for i, c in enumerate(body))


def keccak256(data: bytes) -> bytes:
    """The hash of Ethereum: Keccak before it was standardised, with a padding of its own."""
    rate, state = 136, [0] * 25
    padded = data + b"\x01" + bytes(-(len(data) + 1) % rate)
    padded = padded[:-1] + bytes([padded[-1] | 0x80])
    for start in range(0, len(padded), rate):
        for lane in range(rate // 8):
            state[lane] ^= int.from_bytes(padded[start + lane * 8 : start + lane * 8 + 8], "little")
        state = _permuted(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permuted(state: list[int]) -> list[int]:
    """The 24 rounds of Keccak-f[1600]; lane (x, y) is number x + 5 y."""
    register = 1
    for _ in range(24):
        column = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        state = [state[i] ^ column[(i + 4) % 5] ^ _turned(column[(i + 1) % 5], 1) for i in range(25)]
        state = _moved(state)
        rows = range(0, 25, 5)
        state = [
            state[y + x] ^ (~state[y + (x + 1) % 5] & state[y + (x + 2) % 5]) & _MASK for y in rows for x in range(5)
        ]
        for j in range(7):
            register = (register << 1) ^ ((register >> 7) * 0x171)
            state[0] ^= (register >> 1 & 1) << ((1 << j) - 1)
    return state


def _moved(state: list[int]) -> list[int]:
    """The steps rho and pi: each lane turned, and put in another's place."""
    out, x, y, lane = list(state), 1, 0, state[1]
    for t in range(24):
        x, y = y, (2 * x + 3 * y) % 5
        lane, out[x + 5 * y] = state[x + 5 * y], _turned(lane, (t + 1) * (t + 2) // 2)
    return out


def _turned(lane: int, by: int) -> int:
    by %= 64
    return (lane << by | lane >> (64 - by)) & _MASK if by else lane
