"""Every figure that somebody else worked out too; `make truth` prints them side by side."""

from pathlib import Path

import pytest

from tests.truth.claim import Cities, Claim
from tests.truth.claims import MADE, RECORDED


def name(claim: Claim) -> str:
    return f"{claim.source}: {claim.what}"


@pytest.mark.data
@pytest.mark.parametrize("claim", RECORDED, ids=name)
def test_ours_is_theirs_within_the_band(city: Cities, claim: Claim) -> None:
    found = claim.ours(city)
    assert claim.outcome(found) == "holds", claim.line(found)


@pytest.mark.parametrize("claim", MADE, ids=name)
def test_ours_is_what_was_worked_out_and_simulated(claim: Claim) -> None:
    with Cities(Path("none")) as nowhere:
        found = claim.ours(nowhere)
    assert claim.outcome(found) == "holds", claim.line(found)


def test_a_band_has_two_sides() -> None:
    claim = Claim("somebody", "a share", 72.81, 3, lambda _: 0.0)
    assert [claim.outcome(found) for found in (69.8, 69.81, 75.81, 75.82)] == ["OUTSIDE", "holds", "holds", "OUTSIDE"]
