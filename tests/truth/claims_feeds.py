"""What recorded feeds hold, against what their source counted."""

from collections.abc import Iterator
from datetime import datetime

from tests.datasources.rows import asked
from tests.truth.claim import Cities, Claim

KNOWN = "trip_id IN (SELECT trip_id FROM city.main.gtfs_trip)"


def count(cities: Cities, name: str, table: str, distinct: str = "*", where: str = "TRUE") -> int:
    """Rows, or different values, behind the views."""
    what = "*" if distinct == "*" else f"DISTINCT {distinct}"
    return int(asked(cities[name].store, f"SELECT count({what}) FROM city.main.{table} WHERE {where}")[0][0])  # noqa: S608 - written here


def known_trips(cities: Cities, name: str) -> float:
    """%, of the trips that updates speak of, in the timetable."""
    known = count(cities, name, "trip_update", "trip_id", KNOWN)
    return 100 * known / count(cities, name, "trip_update", "trip_id")


def claims() -> Iterator[Claim]:
    yield Claim("Caltrain 2023-11-08", "vehicles", 14, 0, lambda c: c["caltrain"].accepted("positions"))
    yield Claim("Caltrain 2023-11-08", "trips updated", 19, 0, lambda c: count(c, "caltrain", "trip_update", "trip_id"))
    yield Claim("Caltrain 2023-11-08", "stop updates", 220, 0, lambda c: c["caltrain"].accepted("trip_updates"))
    yield Claim("Caltrain 2023-11-08", "trips of the timetable", 176, 0, lambda c: count(c, "caltrain", "gtfs_trip"))
    yield Claim("Caltrain 2023-11-08", "updates of known trips", 100, 0, lambda c: known_trips(c, "caltrain"), "%")
    yield Claim("BART 2019-08-07", "trips updated", 91, 0, lambda c: count(c, "bart", "trip_update", "trip_id"))
    yield Claim("BART 2019-08-07", "stop updates", 1_060, 0, lambda c: c["bart"].accepted("trip_updates"))
    yield Claim("BART 2019-08-07", "trips of the timetable", 2_641, 0, lambda c: count(c, "bart", "gtfs_trip"))
    yield Claim("BART 2019-08-07", "updates of known trips", 71, 1, lambda c: known_trips(c, "bart"), "%")
    added = "schedule_relationship = 'ADDED'"
    yield Claim("BART 2019-08-07", "trips added", 8, 0, lambda c: count(c, "bart", "trip_update", "trip_id", added))
    yield Claim("BART 2019-08-07", "alerts", 1, 0, lambda c: c["bart"].accepted("notices"))
    yield Claim("HART 2021-03-07", "vehicles of a valid empty feed", 0, 0, lambda c: c["hart"].accepted("positions"))
    yield Claim("MBTA 2017-12", "alerts", 51, 0, lambda c: c["mbta"].accepted("notices"))
    yield Claim("MBTA 2017-12", "trips updated", 49, 0, lambda c: count(c, "mbta", "trip_update", "trip_id"))
    yield Claim("MBTA 2017-12", "stop updates", 523, 0, lambda c: c["mbta"].accepted("trip_updates"))
    yield Claim("MBTA 2017-12", "trips added", 35, 0, lambda c: count(c, "mbta", "trip_update", "trip_id", added))
    yield Claim("MBTA 2017-12", "vehicles, good or refused", 550, 0, lambda c: rows_in(c, "mbta", "positions"))
    yield from subway()
    yield Claim("Bull Runner 2017-09-13", "vehicles", 10, 0, lambda c: c["bullrunner"].accepted("positions"))
    yield Claim(
        "Bull Runner 2017-09-13",
        "vehicles that name a trip",
        0,
        0,
        lambda c: count(c, "bullrunner", "vehicle_position", where="trip_id <> ''"),
    )
    yield Claim("Bull Runner 2017-09-13", "lines", 6, 0, lambda c: count(c, "bullrunner", "gtfs_route"))
    yield Claim("Bull Runner 2017-09-13", "trips of the timetable", 15, 0, lambda c: count(c, "bullrunner", "gtfs_trip"))
    yield Claim("Bull Runner 2017-09-13", "of them by headways without exact times", 15, 0, lambda c: by_headway(c, "bullrunner"))
    yield Claim("Bull Runner 2017-09-13", "stops", 125, 0, lambda c: count(c, "bullrunner", "gtfs_stop"))
    yield Claim("Baltimore 311", "closed within the promise", 83.60, 0.005, baltimore, "%")


def subway() -> Iterator[Claim]:
    """Its source counts 169 to 177 trips in a snapshot; four of the twenty-one have fewer, down to 165. All counted by protobuf alone."""
    source, first = "NYCT 2023-05-29", "batch = (SELECT arg_min(batch, received_at) FROM city.main.trip_update)"
    yield Claim(source, "snapshots", 21, 0, lambda c: len(c["nyct"].landed["trains"]))
    yield Claim(source, "vehicles of the first snapshot", 109, 0, lambda c: count(c, "nyct", "vehicle_position", where=first))
    yield Claim(source, "trips of the first snapshot", 169, 0, lambda c: count(c, "nyct", "trip_update", "trip_id", first))
    yield Claim(source, "trips of the fullest snapshot", 177, 0, lambda c: max(trips_by_snapshot(c)))
    yield Claim(source, "trips of the emptiest snapshot", 165, 0, lambda c: min(trips_by_snapshot(c)))
    yield Claim(source, "stop updates", 75_005, 0, lambda c: count(c, "nyct", "trip_update", where="stop_id <> ''"))
    yield Claim(source, "updates of trips that the cut timetable knows by id", 0, 0, lambda c: known_trips(c, "nyct"), "%")


def trips_by_snapshot(cities: Cities) -> list[int]:
    found = asked(cities["nyct"].store, "SELECT count(DISTINCT trip_id) FROM city.main.trip_update GROUP BY batch")
    return [number for (number,) in found]


def by_headway(cities: Cities, name: str) -> int:
    return count(cities, name, "gtfs_frequency", "trip_id", "coalesce(exact_times, 0) = 0")


def rows_in(cities: Cities, name: str, feed: str) -> int:
    return sum(batch.rows_in for batch in cities[name].landed[feed])


def baltimore(cities: Cities) -> float:
    return float(cities["baltimore"].row("request_on_time", datetime(2019, 2, 14))["value"])
