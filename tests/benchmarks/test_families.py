import csv
import json
import random

import pytest
from families import score


def test_the_scrambled_names_of_2022_among_as_many_honest_ones(data):
    with (data / "lookalike" / "lookalike_dev_2022.csv").open(encoding="utf-8") as file:
        names = [row["domain"] for row in csv.DictReader(file) if row["role"].startswith("op_redirect")]
    honest = random.Random(0).sample(
        json.loads((data / "lookalike" / "legit_registered_domains.json").read_text()), 248
    )
    assert len(names) == 248
    assert score(names, honest)[2] == pytest.approx(0.999, abs=0.004)
