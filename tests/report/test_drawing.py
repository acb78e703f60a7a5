from inconcert.report.drawing import HEIGHT, WIDTH, network, timeline


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
