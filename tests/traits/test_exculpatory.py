from datetime import datetime, timedelta

import numpy as np
import pytest

from inconcert.traits.live_event import burst_hours
from inconcert.traits.sample import read

TEXTS = [
    "Storm reaches the coast in the night and leaves before noon",
    "Council votes for a new ferry and two bus lines to the harbour",
    "Bakers ask for cheaper flour after a second poor harvest",
    "School choir wins the national contest with an old sea song",
    "Lighthouse opens for visitors again after three years of repair",
    "Fishermen find an anchor from the year the town was founded",
]
START = datetime(2024, 1, 1, 10)


def at(minutes):
    return f"{START + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


def copying(links, texts=TEXTS, members=6):
    """Members who post all the texts at odds with each other, each with the link that ``links(member, text)`` gives."""
    return [
        {
            "posts": [
                {"at": at(1440 * place + 20 * (n * (place + 2) % 7)), "text": f"{text} {links(n, place)}"}
                for place, text in enumerate(texts)
            ]
        }
        for n in range(members)
    ]


def own_pages(_member, text):
    return f"https://pushed.example/{text}"


def test_messages_that_were_public_before_are_open():
    source = {"posts": [{"at": at(1440 * place - 60), "text": text} for place, text in enumerate(TEXTS)]}
    campaign = source | {"description": "Official page of the campaign"}
    assert read("share_kit", copying(own_pages), others=[campaign]).nats == -3.0
    assert read("share_kit", copying(own_pages), others=[source | {"description": "Just me"}]).nats == 0.0


def test_who_names_the_kit_in_the_profile_is_open_and_declared():
    bio = {"description": "Supporter of the ferry; messages are from the public kit of the harbour"}
    reading = read("share_kit", [person | bio for person in copying(own_pages)])
    assert (reading.nats, reading.figures["declared"]) == (-3.0, True)
    assert read("copied_bios", [bio] * 6, [{"description": "Likes rain and long walks"}] * 40).nats is None


def test_messages_of_their_own_are_not():
    assert read("share_kit", copying(own_pages)).nats == 0.0


def test_who_copies_the_members_later_does_not_excuse_them():
    late = {
        "description": "Official page",
        "posts": [{"at": at(1440 * place + 600), "text": text} for place, text in enumerate(TEXTS)],
    }
    assert read("share_kit", copying(own_pages), others=[late]).nats == 0.0


@pytest.mark.parametrize(("tail", "nats"), [("via @harbour_news", -3.0), ("says @harbour_news", 0.0)])
def test_share_buttons_leave_their_mark(tail, nats):
    assert read("share_kit", copying(lambda n, text: f"https://news.example/{text} {tail}")).nats == nats


def test_one_page_for_one_message_is_no_kit():
    assert read("share_kit", copying(lambda *_: "https://one.example/page", TEXTS[:2])).nats == 0.0
    assert read("share_kit", copying(lambda *_: "https://one.example/page", TEXTS[:4])).nats == -3.0


def test_outlets_that_print_on_their_own_sites_are_a_service():
    assert read("syndication", copying(lambda n, text: f"https://paper{n}.example/{text}")).nats == -3.0


def test_one_site_pushed_by_many_is_none():
    assert read("syndication", copying(own_pages)).nats == 0.0


def test_a_feed_client_is_a_service():
    fed = copying(own_pages)
    for person in fed:
        person["posts"] = [post | {"source_app": "dlvr.it"} for post in person["posts"]]
    assert read("syndication", fed).nats == -3.0


def test_a_constant_lag_behind_a_leader_is_a_service():
    """Each of six members comes its own number of minutes after the first; with shuffled lags nobody does."""
    steady = [
        {"posts": [{"at": at(1440 * place + 20 * n), "text": f"{text} {own_pages(n, place)}"}
                   for place, text in enumerate(TEXTS)]}
        for n in range(6)
    ]  # fmt: skip
    assert read("syndication", steady).nats == -3.0
    assert read("syndication", copying(own_pages)).nats == 0.0


def fan(number, *kinds):
    reply = {"kind": "reply", "text": "done", "reply_to": "1", "reply_to_account": "shop"}
    repost = {"kind": "repost", "repost_of_account": "shop"}
    posts = [
        {"at": at(1440 * day + number)} | (reply if kind == "reply" else repost | {"repost_of": f"{day}"})
        for day, kind in enumerate(kinds or ("repost",) * 3)
    ]
    return {"posts": posts}


SHOP = {"account_id": "9", "handle": "Shop", "description": "Official page of the bicycle shop"}


@pytest.mark.parametrize("kinds", [("repost", "repost"), ("repost", "reply")])
def test_fans_and_entrants_of_a_declared_account_are_excused(kinds):
    assert read("fan_or_contest", [fan(n, *kinds) for n in range(6)], others=[SHOP]).nats == -3.0


def test_falling_upon_a_declared_account_is_no_contest():
    swarm = [fan(n, "reply", "reply", "reply") for n in range(5)]
    assert read("fan_or_contest", swarm, others=[SHOP]).nats is None
    assert read("fan_or_contest", [*swarm, fan(5, "repost")], others=[SHOP]).nats == 0.0


def test_boosting_somebody_who_says_nothing_is_no_excuse():
    masked = SHOP | {"description": "Just a girl who likes bicycles"}
    assert read("fan_or_contest", [fan(n) for n in range(6)], others=[masked]).nats is None
    assert read("fan_or_contest", [fan(n) for n in range(6)]).nats is None


def test_many_masters_are_not_one_idol():
    masters = [
        {"posts": [{"at": at(60 * day + n), "kind": "repost", "repost_of": f"{day}", "repost_of_account": f"page{day}"}
                   for day in range(8)]}
        for n in range(6)
    ]  # fmt: skip
    page = {"account_id": "page0", "description": "Official page"}
    assert read("fan_or_contest", masters, others=[page]).nats == 0.0


def test_where_everybody_writes_in_bursts_there_is_no_event():
    """The days are all different, and all people write in their bursts: that excuses nobody."""
    hours = [[{"at": at(1440 * day + 60 * (day * 5 % 11)), "text": "words"} for day in range(14)] for _ in range(46)]
    everybody = [{"posts": posts} for posts in hours]
    reading = read("live_event", everybody[:6], everybody[6:])
    assert reading.figures["bursts"] == 0 or reading.nats > -0.5


def test_bursts_of_the_crowd_are_hours_above_its_usual_ones():
    hours = [[24 * day + 20, 12] for day in range(10)] + [[24 * 10 + 20, 60], [24 * 10 + 3, 4]]
    assert burst_hours(np.array(hours)).tolist() == [24 * 10 + 20]
    assert burst_hours(np.empty((0, 2), np.int64)).tolist() == []


def test_a_collection_of_one_evening_has_no_usual_hours():
    evening = [[20, 500], [21, 800]]
    assert burst_hours(np.array(evening)).tolist() == []
