import numpy as np

from simulator.city import City


def test_the_real_network_is_whole(city: City) -> None:
    assert len(city.network.lines) == 342
    assert len({line.line_id for line in city.network.lines}) == 171
    assert len(city.network.stop_ids) == len(set(city.network.stop_ids)) == 4083


def test_segments_are_shared_between_lines(city: City) -> None:
    segments = city.network.segments
    links = sum(len(line.links) for line in city.network.lines)
    assert 2000 < len(segments.start) < links
    assert segments.lines.sum() == links and segments.lines.max() > 10
    assert len(set(zip(segments.start.tolist(), segments.end.tolist(), strict=True))) == len(segments.start)


def test_links_lead_from_stop_to_stop(city: City) -> None:
    for line in city.network.lines:
        assert np.array_equal(city.network.segments.start[line.links], line.stops[:-1])
        assert np.array_equal(city.network.segments.end[line.links], line.stops[1:])


def test_stops_lie_in_yantai_in_wgs84(city: City) -> None:
    """The main station's square: known from open maps at 121.3858, 37.5478 (WGS-84)."""
    at = city.network.stop_names.index("火车站北广场")
    east = (city.network.longitude[at] - 121.3858) * 88_000
    north = (city.network.latitude[at] - 37.5478) * 111_200
    assert np.hypot(east, north) < 700  # left in BD-09 it would be 1.2 km off
    assert city.network.segments.length_m.max() < 20_000
