import pytest

from bench.goal import Goal, at_least, at_most, figure, percentile, unmeasured


@pytest.mark.parametrize(
    ("value", "text"), [(1.6666, "1.67"), (0.012345, "0.0123"), (250.4, "250"), (1644.0, "1644"), (60, "60"), (0, "0"), (-7e-12, "0")]
)
def test_figures_have_three_digits_and_no_exponent(value: float, text: str) -> None:
    assert figure(value) == text


def test_a_goal_is_one_line_of_four_words() -> None:
    assert at_most("fanout-vs-nginx", 1.7, 2, "x").line() == "fanout-vs-nginx 1.7x <=2x holds"
    assert at_least("browser-fps", 59, 60, "fps").line() == "browser-fps 59fps >=60fps short"


def test_limits_themselves_hold() -> None:
    assert at_most("a", 2, 2, "").holds
    assert at_least("a", 2, 2, "").holds
    assert not at_most("a", 2.001, 2, "").holds


def test_a_shortfall_is_not_rounded_away() -> None:
    assert at_most("a", 2.001, 2, "x") == Goal("a", "2x", "<=2x", False)


def test_what_was_not_measured_is_short() -> None:
    assert unmeasured("fanout-vs-nginx", "<=2x").line() == "fanout-vs-nginx unmeasured <=2x short"


def test_percentiles_are_of_the_values_themselves() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert (percentile(values, 0.0), percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1.0)) == (
        1.0,
        51.0,
        100.0,
        100.0,
    )
    assert percentile([7.0], 0.99) == 7.0
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)
