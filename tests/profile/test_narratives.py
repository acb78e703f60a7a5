import json
import re

import pytest

from inconcert.profile import narratives as module
from inconcert.profile.narratives import said, told
from inconcert.traits.sample import World

TOPICS = {
    "bridge": ["steel", "bridge", "cracks", "harbour", "ferry", "engineers", "budget", "pillars"],
    "school": ["teachers", "school", "lunch", "kitchen", "pupils", "classroom", "milk", "bell"],
    "train": ["train", "late", "station", "platform", "ticket", "conductor", "rails", "tunnel"],
}


def texts(topic, count, start=0):
    words = TOPICS[topic]
    return [" ".join(words[(n * 3 + k) % 8] for k in range(5)) + f" number{start + n}" for n in range(count)]


def post(n, one):
    return {"at": f"2024-03-{1 + n % 20:02} 10:{n % 60:02}"} | (one if isinstance(one, dict) else {"text": one})


def person(*posts):
    return {"posts": [post(n, one) for n, one in enumerate(posts)]}


def ask(*members):
    return World(members).ask(lambda group, _: (told(group, found := said(group)), found))


def test_what_is_told_apart_is_told_together():
    members = [person(*texts("bridge", 8, n * 10), *texts("school", 4, n * 10)) for n in range(3)]
    rows, found = ask(*members)
    assert [row["id"] for row in rows] == ["n1", "n2"]
    assert [row["posts"] for row in rows] == [24, 12]
    assert set(rows[0]["words"]) <= {*TOPICS["bridge"]}
    assert set(rows[1]["words"]) <= {*TOPICS["school"]}
    assert rows[0]["share"] == pytest.approx(24 / 36, abs=1e-3)
    assert rows[0]["languages"] == {"en": 24}
    assert sum(posts for _, posts in rows[0]["timeline"]["bins"]) == 24
    assert rows[0]["first_at"] < rows[0]["last_at"]
    assert "2 narratives hold 36 of 36 posts" in found.says


def test_examples_are_of_different_accounts():
    rows, _ = ask(*[person(*texts("bridge", 8, n * 10)) for n in range(4)])
    owners = World([person(*texts("bridge", 8, n * 10)) for n in range(4)]).ask(
        lambda group, _: {ref: int(who) for ref, who in zip(group.told("post_ref"), group.owner, strict=True)}
    )
    assert len({owners[ref] for ref in rows[0]["examples"]}) == len(rows[0]["examples"]) == 3


def test_a_link_holds_languages_together():
    """The same site in three languages that share no word."""
    lines = ["the bridge will cost us dearly", "мост обойдется нам слишком дорого", "奥维拉大桥的费用已经翻倍了"]
    posts = [{"text": line, "urls": [f"https://harbour.example/{n}"], "lang": lang} for n, (line, lang) in
             enumerate(zip(lines, ("en", "ru", "zh"), strict=True))]  # fmt: skip
    rows, _ = ask(*[person(*posts) for _ in range(4)], *[person(*texts("train", 6, n * 10)) for n in range(2)])
    assert any("harbour.example" in row["words"] for row in rows)


def test_one_text_of_many_is_a_narrative_with_its_words():
    rows, _ = ask(*[person("Nobody asked us about the Orvela bridge") for _ in range(4)])
    assert (rows[0]["posts"], rows[0]["accounts"]) == (4, 4)
    assert "orvela" in rows[0]["words"]


def test_what_one_account_says_alone_is_no_narrative_of_the_network():
    rows, found = ask(person(*texts("bridge", 8)), person("hello world of many words"))
    assert rows == []
    assert "No cluster" in found.says


def test_no_posts_no_narratives():
    assert ask({"posts": []})[0] == []


def test_a_large_network_is_sampled_and_says_so(monkeypatch):
    monkeypatch.setattr(module, "POSTS", 20)
    members = [person(*texts("bridge", 20, n * 20)) for n in range(3)]
    rows, found = ask(*members)
    assert found.read == 20
    assert "20 of 60 posts at hand were read, drawn by the seed" in found.says
    assert ask(*members)[0] == rows


def test_documents_that_were_not_clustered_join_what_they_are_like(monkeypatch):
    members = [person(*texts("bridge", 8, n * 10), *texts("school", 8, n * 10)) for n in range(3)]
    whole = [row["posts"] for row in ask(*members)[0]]
    monkeypatch.setattr(module, "DOCUMENTS", 20)
    assert [row["posts"] for row in ask(*members)[0]] == whole


def test_other_words_of_the_same_use_give_the_same_narratives():
    """No word means anything here: renaming all words renames the words, and nothing else."""
    members = [
        person(*texts("bridge", 8, n * 10), *texts("school", 5, n * 10), *texts("train", 4, n * 10)) for n in range(3)
    ]
    names = {
        word: f"{'qwxz'[n % 4]}{chr(97 + n)}abc" for n, word in enumerate(w for some in TOPICS.values() for w in some)
    }

    def renamed(text):
        return re.sub(r"[a-z]+", lambda hit: names.get(hit[0], hit[0]), text)

    swapped = [{"posts": [one | {"text": renamed(one["text"])} for one in member["posts"]]} for member in members]
    rows, others = (ask(*some)[0] for some in (members, swapped))
    assert [[renamed(word) for word in row["words"]] for row in rows] == [row["words"] for row in others]
    bare = [[{key: value for key, value in row.items() if key != "words"} for row in some] for some in (rows, others)]
    assert json.dumps(bare[0]) == json.dumps(bare[1])
