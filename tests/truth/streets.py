"""A small random town of roads over some days, and its reliability worked out in plain Python, slowly: the second opinion on the views."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from datasources.reading import Reading
from tests.datasources.rows import reading

UTC_OFFSET = timedelta(hours=8)  # Asia/Shanghai
DAYS = 8
FIVE, QUARTER = timedelta(minutes=5), timedelta(minutes=15)
PERIODS = {  # (on working days, first hour, hour it ends)
    "am": [(True, 6, 10)], "midday": [(True, 10, 16)], "pm": [(True, 16, 20)], "weekend": [(False, 6, 20)],
    "overnight": [(True, 20, 24), (True, 0, 6), (False, 20, 24), (False, 0, 6)], "peak": [(True, 7, 9), (True, 17, 19)],
}  # fmt: skip


@dataclass(frozen=True)
class Street:
    segment_id: str
    district_id: str
    road_class: str
    length_m: float
    free_flow_kmh: float


@dataclass(frozen=True)
class Sample:
    street: Street
    local: datetime
    speed_kmh: float
    imputed: bool

    @property
    def travel_s(self) -> float:
        return 3.6 * self.street.length_m / max(self.speed_kmh, 1)


class Streets:
    """`day`: local midnight after the days told of. Speeds of some hours of every day, with gaps, jams and filled-in ones."""

    def __init__(self, seed: int, day: datetime) -> None:
        self._random = Random(seed)
        self.day = day
        self.streets = [self._street(n) for n in range(self._random.randint(2, 5))]
        self.samples = [sample for street in self.streets for sample in self._samples(street)]

    def _street(self, number: int) -> Street:
        random = self._random
        return Street(f"R{number}", random.choice("AB"), random.choice(["expressway", "arterial", "minor"]), random.uniform(100, 3000),
                      random.uniform(30, 90))  # fmt: skip

    def _samples(self, street: Street) -> Iterator[Sample]:
        random = self._random
        jam, spread = random.uniform(0.2, 0.9), random.uniform(0.02, 0.4)
        for back in range(DAYS, 0, -1):
            bad = random.random() < 0.5
            for minute in range(0, 1440, random.choice([5, 10, 15])):
                if random.random() < 0.1:
                    continue
                share = jam if bad and minute // 60 in (7, 8, 17, 18) else 0.95
                speed = street.free_flow_kmh * max(0.0, random.gauss(share, spread * share))
                yield Sample(street, self.day - timedelta(days=back) + timedelta(minutes=minute), speed, random.random() < 0.05)

    def roads(self) -> Reading:
        return reading("road_segment", [vars(street) for street in self.streets])

    def speeds(self) -> Reading:
        rows = [
            {"segment_id": s.street.segment_id, "event_time": s.local - UTC_OFFSET, "speed_kmh": s.speed_kmh, "imputed": s.imputed}
            for s in self.samples
        ]
        return reading("segment_speed", rows)

    # ---- the second opinion

    def quarters(self) -> dict[Street, dict[datetime, float]]:
        """Mean travel time of each quarter of an hour in which anything was measured."""
        found: dict[tuple[Street, datetime], list[float]] = defaultdict(list)
        for sample in self.samples:
            if not sample.imputed:
                begin = sample.local - (sample.local - datetime(1970, 1, 1)) % QUARTER
                found[sample.street, begin].append(sample.travel_s)
        told: dict[Street, dict[datetime, float]] = {street: {} for street in self.streets}
        for (street, begin), times in found.items():
            told[street][begin] = sum(times) / len(times)
        return told

    def times(self, period: str) -> dict[Street, list[tuple[datetime, float]]]:
        """Quarters of an hour of the period, of streets with a dozen or more."""
        kept = {
            street: [(at, seconds) for at, seconds in quarters.items() if belongs(at, period)]
            for street, quarters in self.quarters().items()
        }
        return {street: quarters for street, quarters in kept.items() if len(quarters) >= 12}

    def peak(self) -> tuple[float, float, float] | None:
        """Travel time index, planning time index and buffer index in per cent."""
        times = {street: [seconds for _, seconds in quarters] for street, quarters in self.times("peak").items()}
        if not times:
            return None
        mean = sum(sum(values) / len(values) for values in times.values())
        late = sum(percentile(values, 0.95) for values in times.values())
        free = sum(3.6 * street.length_m / street.free_flow_kmh for street in times)
        return mean / free, late / free, 100 * (late - mean) / mean

    def reliable_share(self) -> float | None:
        worst = self._worst(("am", "midday", "pm", "weekend"), 0.8)
        length = sum(street.length_m for street in worst)
        return 100 * sum(street.length_m for street, ratio in worst.items() if ratio < 1.5) / length if length else None

    def truck_reliability(self) -> float | None:
        worst = self._worst(("am", "midday", "pm", "weekend", "overnight"), 0.95)
        length = sum(street.length_m for street in worst)
        return sum(street.length_m * ratio for street, ratio in worst.items()) / length if length else None

    def _worst(self, periods: tuple[str, ...], high: float) -> Mapping[Street, float]:
        times = {period: self.times(period) for period in periods}
        known = [street for street in self.streets if all(street in times[period] for period in periods)]
        return {street: max(_ratio([s for _, s in times[period][street]], high) for period in periods) for street in known}

    def recurrent_km(self) -> float | None:
        """Streets congested for two quarters of an hour or more in the peaks of three fifths of the working days."""
        length, told = 0.0, 0
        for street, quarters in self.times("peak").items():
            days: dict[object, int] = {at.date(): 0 for at, _ in quarters}
            for at, seconds in quarters:
                days[at.date()] += seconds >= 2 * 3.6 * street.length_m / street.free_flow_kmh
            if len(days) >= 3:
                told += 1
                length += street.length_m if sum(n >= 2 for n in days.values()) >= 0.6 * len(days) else 0
        return length / 1000 if told else None


def belongs(at: datetime, period: str) -> bool:
    return any((at.weekday() < 5) == working and first <= at.hour < end for working, first, end in PERIODS[period])


def percentile(values: list[float], share: float) -> float:
    """Between the two nearest, straight."""
    ordered, place = sorted(values), share * (len(values) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def _ratio(values: list[float], high: float) -> float:
    return round(percentile(values, high) / percentile(values, 0.5), 2)
