from dataclasses import replace

from inconcert.exchange.navigator import layer


def test_a_layer_counts_the_networks_in_which_a_technique_was_seen(shown):
    chapter = shown.chapters[0]
    made = layer(replace(shown, chapters=(chapter, replace(chapter, network_id="net-2"))))
    (one,) = made["techniques"]
    assert one["techniqueID"] == "T0049.003"
    assert one["tactic"] == "maximise-exposure"
    assert one["score"] == 2
    assert one["comment"].splitlines()[1].startswith("net-2: the same text")
    assert made["gradient"]["maxValue"] == 2


def test_it_names_the_version_of_the_framework_and_no_other_framework(shown):
    made = layer(shown)
    assert made["domain"] == "DISARM"
    assert made["versions"] == {"attack": "1", "navigator": "4.8.2", "layer": "4.4"}
    assert {"name": "framework", "value": "DISARM Red Framework 1.6"} in made["metadata"]
    assert "6.2.1" not in {one["techniqueID"] for one in made["techniques"]}


def test_a_technique_that_the_pinned_version_does_not_know_has_no_tactic(shown):
    chapter = shown.chapters[0]
    new = replace(chapter.techniques[0], id="T9999.001")
    (one,) = layer(replace(shown, chapters=(replace(chapter, techniques=(new,)),)))["techniques"]
    assert "tactic" not in one


def test_nothing_seen_is_an_empty_layer(shown):
    chapter = replace(shown.chapters[0], techniques=())
    made = layer(replace(shown, chapters=(chapter,)))
    assert made["techniques"] == []
    assert made["gradient"]["maxValue"] == 1
