"""An address of a crypto currency counts only with its checksum."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.pages.wallets import keccak256, wallets

VALID = {
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa": "wallet-bitcoin",
    "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4": "wallet-bitcoin",
    "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr": "wallet-bitcoin",
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed": "wallet-ethereum",
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": "wallet-tron",
}


@pytest.mark.parametrize("address", VALID)
def test_a_valid_address_is_found_with_its_coin(address: str) -> None:
    assert list(wallets(f"Donate: {address} <br>")) == [(VALID[address], address)]


@given(st.sampled_from(sorted(VALID)), st.data())
def test_one_changed_character_is_no_address(address: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(4, len(address) - 1))
    other = "2" if address[place] != "2" else "3"
    broken = address[:place] + other + address[place + 1 :]
    assert address not in dict(map(reversed, wallets(f" {broken} ")))
    assert not list(wallets(f" {broken} ")) or broken.startswith("0x")


@pytest.mark.parametrize("word", ["1d1ffcb3b1fc38c54e266ed85e22145a", "375wuzp8HNPTkpR2WM5CxzsGyKk", "0x" + "ab" * 20])
def test_hashes_and_addresses_without_a_checksum_are_none(word: str) -> None:
    assert list(wallets(f" {word} ")) == []


def test_keccak_gives_its_published_values() -> None:
    assert keccak256(b"").hex() == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert keccak256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
