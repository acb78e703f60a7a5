from inconcert.report.drawing import HEIGHT, WIDTH, network, strip, timeline


def test_every_member_and_tie_is_drawn_inside_the_box(bridge):
    finding = bridge.document()["networks"][0]
    picture = network(finding)
    assert [dot.number for dot in picture.dots] == list(range(1, 12))
    assert len(picture.lines) == 55
    assert all(0 < dot.x < WIDTH and 0 < dot.y < HEIGHT for dot in picture.dots)
    assert picture.numbered


def test_what_is_too_large_is_not_drawn():
    assert network({"members": [], "links": None}) is None


def test_bars_keep_their_distance_and_their_share():
    found = timeline({"step": 3600, "bins": [["2026-03-02T00:00:00Z", 4, 1], ["2026-03-02T03:00:00Z", 8, 8]]})
    first, second = found.bars
    assert (first.height, first.marked, second.height) == (50.0, 12.5, 100.0)
    assert second.x > 2 * first.width
    assert found.most == 8
    assert found.last > "2026-03-02T03"


def test_without_posts_there_is_no_timeline():
    assert timeline({"step": 60, "bins": []}) is None


def test_windows_that_are_not_covered_are_told_apart_from_empty_ones():
    rows = ((1, 4, True), (2, 0, True), (3, None, False), (4, 2, True))
    windows = [
        {"from": f"2026-03-0{day}", "to": f"2026-03-0{day + 1}", "members": members, "covered": covered}
        for day, members, covered in rows
    ]
    found = strip({"windows": windows})
    assert [slot.height for slot in found.slots] == [100.0, 0.0, 100.0, 50.0]
    assert [slot.covered for slot in found.slots] == [True, True, False, True]
    assert (found.most, found.missing, found.last) == (4, 1, "2026-03-05")


def test_one_window_is_not_drawn():
    assert strip({"windows": [{"members": 3, "covered": True}]}) is None
