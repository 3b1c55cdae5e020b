"""Names for the arrays that the simulator passes around."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]
Bools = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]  # a table: equally long arrays by column name; missing = NaN in floats, "" in texts
