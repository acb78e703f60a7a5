from inconcert.traits.sample import read


def page(metrics=None, kind="post", **more):
    post = {"at": "2024-01-01 10:00", "text": "words", "kind": kind, "metrics": metrics}
    return {"posts": [post], **more}


def test_a_count_that_is_not_given_is_missing_and_not_zero():
    assert read("audience", [page(), page()]).figures == {}
    some = read("audience", [page({"like": 5.0}), page()])
    assert (some.figures["unit"], some.figures["low"], some.figures["high"]) == ("engagements", 5, None)
    assert some.figures["views"] is None


def test_no_followers_is_a_figure():
    reading = read("audience", [page(followers=0), page(followers=0)])
    assert (reading.figures["unit"], reading.figures["low"], reading.figures["high"]) == ("people", 0, 0)


def test_what_others_wrote_is_not_counted_for_who_reposts_it():
    reading = read("audience", [page({"like": 900.0}, kind="repost"), page({"like": 2.0})])
    assert reading.figures["engagements"] == {"total": 2, "posts": 1}


def test_a_sum_that_the_source_gives_is_not_added_to_its_parts():
    assert read("audience", [page({"interaction": 10.0, "like": 7.0})]).figures["engagements"]["total"] == 10


def test_reposts_by_others_are_counted_and_those_among_members_are_not():
    def reposting(account):
        post = {"at": "2024-01-01 11:00", "kind": "repost", "repost_of": "5", "repost_of_account": "tide"}
        return {"account_id": account, "posts": [post]}

    members = [page({"like": 1.0}, account_id="7", handle="Tide"), reposting("8")]
    reading = read("audience", members, others=[reposting("a"), reposting("b"), reposting("a2")])
    assert (reading.figures["reposted_by_others"], reading.figures["reposts_by_others"]) == (3, 3)
    assert "3 accounts outside of networks reposted them 3 times" in reading.says
