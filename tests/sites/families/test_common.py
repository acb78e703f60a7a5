from inconcert.sites.families.common import core, is_common


def test_the_part_that_nearly_all_share():
    assert core(["dtnconsulting", "kstconsulting", "gsd-consulting"]) == "consulting"
    assert core(["warhheit", "whrheit", "warhehit", "wrhheit"]) == ""


def test_a_word_that_stands_elsewhere_more_often_is_common():
    group = ["dtnconsulting", "kstconsulting", "gsdconsulting"]
    outside = [f"{name}consulting" for name in ("river", "oak", "stone", "north")]
    assert is_common(group, "\n".join(group + outside))
    assert not is_common(group, "\n".join(group + outside[:2]))
