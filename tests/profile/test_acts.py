from bridge import WORDS

from inconcert.networks.network import find
from inconcert.networks.shared import touches
from inconcert.profile.acts import acts, handles, seat


def test_acts_are_those_of_the_members_in_order_of_time(bridge):
    con = bridge.connect()
    networks = find(con, bridge.ties, {name: words.family for name, words in WORDS.items()}, bridge.settings)
    touches(con, bridge.ties, networks)
    seat(con, networks)
    ring, channels = acts(con, bridge.features, 0, 2)
    assert (ring.at[1:] >= ring.at[:-1]).all()
    assert (len(ring.at), len(channels.at)) == (81, 15)
    assert set(channels.platform) == {"telegram"}
    assert ring.coordinated.all()
    assert handles(con)["x:900"] == "harbour_voice"
    assert len(handles(con)) == 16
