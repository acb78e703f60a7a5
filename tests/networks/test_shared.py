from bridge import WORDS

from inconcert.networks.network import find
from inconcert.networks.shared import by_signal, objects, touches


def test_shared_objects_are_counted_by_member_and_post(bridge):
    con = bridge.connect()
    networks = find(con, bridge.ties, {name: words.family for name, words in WORDS.items()}, bridge.settings)
    touches(con, bridge.ties, networks)
    counted = by_signal(con)
    assert (counted[0, "same_link"].accounts, counted[0, "same_link"].objects) == (11, 9)
    assert (counted[1, "same_text"].accounts, counted[1, "same_text"].objects) == (5, 3)
    assert (1, "same_link") not in counted
    ring, listed = objects(con, 0, 2)
    assert objects(con, 0, 1) == [ring]
    assert objects(con, 1, 2) == [listed]
    assert ring[0]["accounts"] >= ring[-1]["accounts"]
    assert [(row["accounts"], row["posts"]) for row in listed] == [(5, 5)] * 3
    assert all(row["example"].startswith("telegram:") for row in listed)


def test_no_networks_touch_nothing(bridge):
    con = bridge.connect()
    touches(con, bridge.ties, [])
    assert by_signal(con) == {}
