import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inconcert.networks.weights import CAP_NATS, STRONG_NATS, evidence, pair_weights


def weigh(*ties):
    """(a, b, family, p) rows → {(a, b): weight}."""
    a, b, family, p = (np.array(column) for column in zip(*ties, strict=True))
    pairs = pair_weights(a, b, family, p)
    return dict(zip(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True), pairs.weight.tolist(), strict=True))


def test_evidence_is_capped_also_at_p_zero():
    assert evidence(np.array([0.0, 1e-300, 1.0])).tolist() == [CAP_NATS, CAP_NATS, 0.0]
    assert evidence(np.array([np.exp(-5)]))[0] == pytest.approx(5)


def test_a_family_speaks_once_with_its_strongest_signal():
    assert weigh((0, 1, 7, np.exp(-3)), (0, 1, 7, np.exp(-9)))[0, 1] == pytest.approx(9)


def test_families_are_added():
    assert weigh((0, 1, 7, np.exp(-3)), (0, 1, 2, np.exp(-9)))[0, 1] == pytest.approx(12)


def test_ends_may_come_in_any_order_and_nobody_is_tied_to_itself():
    assert weigh((5, 1, 0, np.exp(-3)), (1, 5, 1, np.exp(-2)), (4, 4, 0, 1e-9)) == {(1, 5): pytest.approx(5)}


def test_no_ties_give_no_pairs():
    none = np.zeros(0, dtype=int)
    assert len(pair_weights(none, none, none, np.zeros(0)).a) == 0


def test_one_family_never_holds_a_member_alone():
    assert CAP_NATS < STRONG_NATS < 2 * CAP_NATS


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 2), st.floats(0, 1)), min_size=1))
def test_it_is_the_sum_of_the_maxima(ties):
    wanted = {}
    for a, b, family, p in ties:
        if a != b:
            of_pair = wanted.setdefault((min(a, b), max(a, b)), {})
            of_pair[family] = max(of_pair.get(family, 0.0), float(evidence(np.array([p]))[0]))
    got = weigh(*ties)
    assert list(got) == sorted(wanted)
    assert got == {pair: pytest.approx(sum(of.values())) for pair, of in wanted.items()}
