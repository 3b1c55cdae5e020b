"""A source whose clock is ahead of ours: its rows are stamped later than they came, by as much, less the age that each has."""

from datetime import datetime

import numpy as np

from datasources.reading import Reading

AHEAD_S = 30.0  # as in model/checks/future.sql
MANY = 0.2  # share of a batch
SPREAD_S = 300.0  # what lies farther ahead than most is stamped wildly; of the others the freshest is the nearest to the clock


def clock_fault(reading: Reading, arrived_at: datetime) -> str:
    """What to say of the source's clock, "" where too few rows are ahead."""
    stamps = [table["event_time"].drop_null() for table in reading.tables.values() if "event_time" in table.column_names]
    if not any(len(column) for column in stamps):
        return ""
    told = np.concatenate([column.to_numpy().astype("datetime64[us]") for column in stamps])
    ahead = (told - np.datetime64(arrived_at)) / np.timedelta64(1, "s")
    late = ahead[ahead > AHEAD_S]
    if len(late) <= MANY * len(ahead):
        return ""
    return f"the source's clock is about {late[late <= np.median(late) + SPREAD_S].max():.0f} s ahead"
