"""Worked examples that the field has published, of the figures as we tell them."""

from collections.abc import Iterator
from functools import partial

from tests.truth.claim import Claim
from tests.truth.examples import line, road


def claims() -> Iterator[Claim]:
    yield from waits()
    yield from reliability()


def waits() -> Iterator[Claim]:
    """ontrakinfo.wordpress.com, Expected Wait Time and Variance in Headway: sum(h^2) / sum(h) of six buses an hour comes to 10, 10.83 and
    18.1 minutes; passengers wait half as long, 5 of it as planned. TCQSM puts the same wait as half the headway x (1 + CVh^2)."""
    for headways, effective, cv in (
        ((10, 10, 10, 10, 10, 10), 10.0, 0.0),
        ((10, 15, 5, 10, 10, 10), 10.833333333333334, 0.288675),
        ((10, 10, 10, 28, 1, 1), 18.1, 0.9),
    ):
        told = ", ".join(map(str, headways))
        yield Claim("Uneven headways", f"excess wait at {told}", effective / 2 - 5, 0.0001, partial(of_line, "bus_ewt", headways), "min")
        yield Claim("Uneven headways, TCQSM", f"CVh of {told}", cv, 0.0001, partial(of_line, "bus_headway_cv", headways))


def reliability() -> Iterator[Claim]:
    """OKI, after FHWA's Travel Time Reliability: a buffer index of 40 % is 8 minutes more than the 20 that a trip takes on average, by its
    95th percentile. Here a tenth of the quarters take those 28 minutes and all come to 20."""
    usual_s = (20 * 160 - 28 * 16) / 144 * 60
    yield Claim(
        "FHWA travel times", "buffer index of 20 min, at worst 28", 40, 0.0001, lambda _: road(usual_s, 28 * 60, 1)["buffer_index"], "%"
    )


def of_line(kpi: str, headways: tuple[int, ...], _: object) -> float:
    return float(line(headways)[kpi]["value"])
