"""Media are named by their hashes; pictures that look alike share a name."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from inconcert.normalise import media

if TYPE_CHECKING:
    from pathlib import Path

WORDS = random.Random(7)


def hashed(kind: str, bits: int, value: int) -> str:
    return f"{kind}:{value:0{bits // 4}x}"


def flipped(value: int, bits: int, count: int) -> int:
    for bit in WORDS.sample(range(bits), count):
        value ^= 1 << bit
    return value


@pytest.mark.parametrize(("kind", "bits"), [("pdq", 256), ("phash", 64)])
def test_hashes_within_the_radius_share_a_cluster_and_others_do_not(kind: str, bits: int) -> None:
    radius = media.RADIUS[kind]
    bases = [WORDS.getrandbits(bits) for _ in range(200)]
    near = [flipped(base, bits, WORDS.randint(1, radius)) for base in bases]
    found = media.clusters([hashed(kind, bits, value) for value in bases + near])
    for base, other in zip(bases, near, strict=True):
        assert found[hashed(kind, bits, base)] == found[hashed(kind, bits, other)]
    assert len(set(found.values())) == 200
    for name, rep in found.items():
        assert (int(name.partition(":")[2], 16) ^ int(rep.partition(":")[2], 16)).bit_count() <= radius


def test_clusters_do_not_depend_on_the_order() -> None:
    values = [flipped(1 << 255, 256, 12) for _ in range(60)]
    names = [hashed("pdq", 256, value) for value in values]
    shuffled = names[:]
    WORDS.shuffle(shuffled)
    assert media.clusters(names) == media.clusters(iter(shuffled)) == media.clusters(shuffled + names)


def test_exact_hashes_are_never_clustered() -> None:
    assert media.clusters(["md5:" + "0" * 31 + "1", "md5:" + "0" * 31 + "2"]) == {}


def test_stated_hashes_are_read_and_flat_ones_left_out() -> None:
    assert media.stated(["PDQ:00FF", "junk", None, "pdq:0000", "md5:ab12", "pdq:00ff"]) == ["pdq:00ff", "md5:ab12"]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("https://pbs.example.com/media/Ab.jpg?name=large", "key:pbs.example.com/media/Ab.jpg"),
        ("3_123456", "key:3_123456"),
        ("data:image/png;base64,xx", None),
        ("https://example.com/", None),
        ("http://[::1", None),
        ("", None),
    ],
)
def test_media_without_hash_are_named_by_their_address(raw: str, name: str | None) -> None:
    assert media.address(raw) == name


def picture(path: Path, shift: int = 0, size: tuple[int, int] = (256, 256)) -> Path:
    image = pytest.importorskip("PIL.Image")
    made = image.new("RGB", size)
    made.putdata(
        [
            ((x * 7 + shift) % 256, (y * 5) % 256, (x * y // 37 + shift) % 256)
            for y in range(size[1])
            for x in range(size[0])
        ]
    )
    made.save(path)
    return path


def test_files_are_found_under_their_folder_only(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "secret.png"
    inside.mkdir()
    picture(inside / "a.png")
    picture(outside)
    assert media.find("a.png", [inside]) == (inside / "a.png").resolve()
    assert media.find("../secret.png", [inside]) is None
    assert media.find(str(outside), [inside]) is None
    assert media.find("b.png", [inside]) is None
    assert media.find("a.txt", [inside]) is None


def test_a_copy_in_another_size_and_format_has_a_near_hash(tmp_path: Path) -> None:
    image = pytest.importorskip("PIL.Image")
    if not media.available():
        pytest.skip("no library for picture hashes")
    first = picture(tmp_path / "a.png")
    with image.open(first) as opened:
        opened.resize((180, 180)).save(tmp_path / "b.jpg", quality=60)
    one, other = media.of_file(first), media.of_file(tmp_path / "b.jpg")
    assert one is not None
    assert other is not None
    found = media.clusters([one, other])
    assert one == other or found[one] == found[other]


def test_what_is_no_picture_has_no_hash(tmp_path: Path) -> None:
    broken = tmp_path / "a.png"
    broken.write_bytes(b"no picture")
    assert media.of_file(broken) is None


def test_published_copies_of_one_photograph_are_found(data: Path) -> None:
    folder = data / "images"
    if not media.available() or not folder.is_dir():
        pytest.skip("no pictures or no library for their hashes")
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".png"))
    hashes = [found for path in files if (found := media.of_file(path))]
    cluster = media.clusters(hashes)
    assert Counter(cluster[found] for found in hashes).most_common(1)[0][1] >= 10
