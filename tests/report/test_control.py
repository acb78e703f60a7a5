from inconcert.report.control import sentence


def test_the_control_is_on_its_face():
    said = sentence({"shuffles": 19, "shuffled_networks": 0.0}, 2)
    assert said == (
        "The same search on 19 shuffles of this material, in which nobody acts together, gave 0 networks on average. "
        "On the material itself it gave 2."
    )


def test_one_shuffle_with_one_network():
    assert "on one shuffle of this material, in which nobody acts together, gave 1 network." in sentence(
        {"shuffles": 1, "shuffled_networks": 1.0}, 1
    )


def test_no_control_is_told():
    assert sentence({"shuffled_networks": None, "shuffles": 0}, 3).startswith("No shuffled data was searched")
    assert sentence({}, 3).startswith("No shuffled data was searched")
