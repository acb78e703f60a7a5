from inconcert.traits.sample import read


def reply(target, minute, **more):
    return {"at": f"2024-01-01 {10 + minute // 60}:{minute % 60:02}", "kind": "reply", "text": "shame", "reply_to": "5",
            "reply_to_account": target} | more  # fmt: skip


def person(target, minute, *more):
    return {"posts": [reply(target, minute), *more]}


CROWD = [person(f"friend{n}", n) for n in range(40)]
SWARM = [person("reporter", 4 * n) for n in range(8)]


def test_a_swarm_is_found_with_its_posts():
    reading = read("reply_swarm", SWARM, CROWD)
    assert reading.nats == 6.0
    assert reading.figures["target"] == "x:@reporter"
    assert len(reading.posts) == 8


def test_a_person_whom_everybody_answers_is_no_target_of_the_group():
    assert read("reply_swarm", SWARM, [person("reporter", n) for n in range(40)]).nats < 0


def test_replies_over_weeks_are_no_swarm():
    slow = [{"posts": [reply("reporter", 0, at=f"2024-01-{3 * n + 1:02} 10:00")]} for n in range(8)]
    assert read("reply_swarm", slow, CROWD).nats < 0.1


def test_whom_they_repost_they_do_not_fall_upon():
    repost = {"at": "2024-01-01 09:00", "kind": "repost", "repost_of": "5", "repost_of_account": "reporter"}
    fans = [person("reporter", 4 * n, repost) for n in range(8)]
    assert read("reply_swarm", fans, CROWD).nats < 0


def test_answers_among_members_are_no_swarm():
    talking = [person("boss", n) | {"handle": "boss" if n == 0 else f"m{n}"} for n in range(8)]
    assert read("reply_swarm", talking, CROWD).nats < 0
