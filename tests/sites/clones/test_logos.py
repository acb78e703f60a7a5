from __future__ import annotations

import base64
import io
import random
from typing import TYPE_CHECKING

import pytest
from newspapers import Paper, clone, page

from inconcert.normalise import media
from inconcert.pages.page import Page
from inconcert.sites.clones import clones
from inconcert.sites.clones.logos import near
from inconcert.sites.clones.sheets import sheet

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not media.available(), reason="needs inconcert[media]")
HERALD = Paper("Harbour Herald", "herald.com", 1)


def picture(seed: int, size: int = 64) -> bytes:
    from PIL import Image

    chance = random.Random(seed)
    small = Image.new("RGB", (8, 8))
    small.putdata([tuple(chance.choices(range(256), k=3)) for _ in range(64)])
    out = io.BytesIO()
    small.resize((size, size)).save(out, "PNG")
    return out.getvalue()


def inline(data: bytes) -> str:
    return f'<img class="site-logo" src="data:image/png;base64,{base64.b64encode(data).decode()}">'


def hashes(html: str, source: str = "p.html") -> frozenset[str]:
    return sheet(Page(source, None, None, html)).logos


def test_a_logo_is_recognised_in_another_size() -> None:
    (one,), (other,) = hashes(inline(picture(1))), hashes(inline(picture(1, 200)))
    assert near(one, other)
    (third,) = hashes(inline(picture(2)))
    assert not near(one, third)


def test_a_picture_beside_the_page_is_read_and_none_outside(tmp_path: Path) -> None:
    (tmp_path / "site" / "p_files").mkdir(parents=True)
    (tmp_path / "site" / "p_files" / "logo.png").write_bytes(picture(1))
    (tmp_path / "logo.png").write_bytes(picture(2))
    source = str(tmp_path / "site" / "p.html")
    assert hashes('<img src="p_files/logo.png">', source) == hashes(inline(picture(1)))
    assert hashes('<img src="../logo.png">', source) == frozenset()


@pytest.mark.parametrize("body", ["", "AAAA", "%%%", "A" * 99])
def test_broken_pictures_are_no_logos(body: str) -> None:
    assert hashes(f'<img class=logo src="data:image/png;base64,{body}">') == frozenset()


def test_the_logo_of_a_brand_is_evidence() -> None:
    logo = f"<body>{inline(picture(1))}"
    brand = Page("b.html", None, None, page(HERALD, 1).replace("<body>", logo))
    copied = clone(page(HERALD, 9), HERALD.domain, "-").replace("<body>", logo)
    line = next(iter(clones([brand], [Page("c.html", None, None, copied)])))
    assert "shows a logo" in " ".join(line.evidence)
