def test_a_finding_set_knows_its_networks_and_its_rate(bridge):
    finding_set = bridge.finding_set()
    assert [network["size"] for network in finding_set.networks] == [11, 5]
    assert finding_set.fdr == 0.01
