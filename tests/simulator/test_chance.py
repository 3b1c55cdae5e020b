import numpy as np

from simulator.chance import normal, uniform


def test_same_keys_same_numbers_in_any_order() -> None:
    whole = uniform(1, np.arange(1000), 7)
    assert np.array_equal(uniform(1, np.arange(1000)[::-1], 7)[::-1], whole)
    assert float(uniform(1, 500, 7)) == whole[500]


def test_seed_and_every_key_matter() -> None:
    number = np.arange(1000)
    one = uniform(1, number, 7)
    for other in (uniform(2, number, 7), uniform(1, number, 8), uniform(1, number + 1, 7)):
        assert not np.any(one == other)


def test_uniform_fills_the_unit_interval_evenly() -> None:
    drawn = uniform(3, np.arange(20_000))
    counts, _ = np.histogram(drawn, bins=10, range=(0, 1))
    assert counts.sum() == 20_000 and counts.min() > 1800 and counts.max() < 2200


def test_normal_has_mean_0_and_deviation_1() -> None:
    drawn = normal(3, np.arange(20_000))
    assert abs(drawn.mean()) < 0.03 and abs(drawn.std() - 1) < 0.03
