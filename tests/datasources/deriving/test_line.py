"""Where stops are along a line."""

import numpy as np
import pytest

from datasources.deriving.line import straight


def test_straight_from_stop_to_stop_each_step_where_it_is() -> None:
    """A hundredth of a degree north is the same everywhere, east it is half as far at 60 degrees as at the equator."""
    north = straight(np.array([[0.0, 0.0], [0.01, 0.0], [0.02, 0.0], [0.01, 0.0]]))
    assert north == pytest.approx([0, 1112, 2224, 3336], abs=1), "back is on as well"
    assert straight(np.array([[0.0, 0.0], [0.0, 0.01]])) == pytest.approx([0, 1112], abs=1)
    assert straight(np.array([[60.0, 0.0], [60.0, 0.01]])) == pytest.approx([0, 556], abs=1)
