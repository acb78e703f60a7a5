from inconcert.profile.narratives import said
from inconcert.profile.sides import sides
from inconcert.traits.sample import World

ONE, OTHER = ["yes1", "yes2", "yes3"], ["no1", "no2", "no3"]


def person(*rows):
    return {"posts": [{"at": f"2024-03-{n + 1:02}", "text": f"about the bridge again {n}", "hashtags": list(tags)}
                      for n, tags in enumerate(rows)]}  # fmt: skip


def crowd(pairs=30):
    made = []
    for number in range(pairs):
        for side in (ONE, OTHER):
            made.append(person(["bridge", side[number % 3]], ["bridge", side[(number + 1) % 3]]))
    return made


def ask(members, others):
    def question(group, material):
        return sides(group, material.controls(group), said(group).narratives)

    return World(members, others).ask(question)


MEMBERS = [person(["bridge", ONE[n % 3]], ["bridge", ONE[(n + 1) % 3]], ["bridge", OTHER[n % 3]]) for n in range(4)]


def test_the_sides_are_those_that_avoid_each_other_in_the_crowd():
    rows, says = ask(MEMBERS, crowd())
    assert [row["tags"] for row in rows] == [["#yes1", "#yes2", "#yes3"], ["#no1", "#no2", "#no3"]]
    assert [(row["posts"], row["accounts"]) for row in rows] == [(8, 4), (4, 4)]
    assert "4 of them on both" in says
    assert "no meaning" in says


def test_the_sides_swapped_give_the_same_with_other_names():
    def swapped(people):
        names = {"bridge": "bridge"} | dict(zip(ONE + OTHER, OTHER + ONE, strict=True))
        return [{"posts": [post | {"hashtags": [names[tag] for tag in post["hashtags"]]} for post in one["posts"]]}
                for one in people]  # fmt: skip

    rows, says = ask(MEMBERS, crowd())
    others, also = ask(swapped(MEMBERS), swapped(crowd()))
    assert [row["tags"] for row in others] == [["#no1", "#no2", "#no3"], ["#yes1", "#yes2", "#yes3"]]
    strip = [[{key: value for key, value in row.items() if key != "tags"} for row in some] for some in (rows, others)]
    assert strip[0] == strip[1]
    assert len(says) == len(also)


def test_sites_show_sides_where_hashtags_do_not():
    def reader(*domains):
        return {"posts": [{"at": f"2024-03-{n + 1:02}", "text": f"read this {n}", "hashtags": ["bridge"],
                           "urls": [f"https://{domain}/{n}"]} for n, domain in enumerate(domains)]}  # fmt: skip

    one, other = ([f"{side}{n}.example" for n in range(3)] for side in ("a", "b"))
    people = [reader(side[n % 3], side[(n + 1) % 3]) for n in range(30) for side in (one, other)]
    rows, _ = ask([reader(one[0], other[0], one[1]) for _ in range(4)], people)
    assert [row["tags"] for row in rows] == [[f"{side}{n}.example" for n in range(3)] for side in "ab"]


def test_members_on_one_side_have_no_two_sides():
    rows, says = ask([person(["bridge", ONE[n % 3]]) for n in range(4)], crowd())
    assert rows == []
    assert "one of them at most" in says


def test_without_a_crowd_nothing_is_known():
    rows, says = ask(MEMBERS, crowd(5))
    assert rows == []
    assert says.startswith("Insufficient data: 10 comparable accounts")
