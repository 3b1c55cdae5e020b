"""Corridors: the longest chains of through roads that run on without a sharp turn, each in both directions, as corridors.csv."""

import csv
from itertools import accumulate
from pathlib import Path

import numpy as np

from simulator import network, traffic
from simulator.arrays import Floats
from simulator.network import Network, metres

PAIRS = 6
FEWEST = 8  # segments of a corridor
SHARPEST_TURN = 50.0  # degrees between one segment and the next
OPPOSITE_M = 1500.0  # how near the way back begins to where the way out ends, and the other way round
HEADER = ("corridor_id", "name_zh", "name_en", "direction", "sequence", "segment_id", "start_m")
COMPASS = ("northbound", "eastbound", "southbound", "westbound")
ENGLISH = {
    "莒格庄镇政府 — 水道小学": "Jugezhuang - Shuidao",
    "三十里堡 — APEC芝罘科技园": "Sanshilipu - APEC Zhifu Science Park",
    "智慧领域 — 姜格庄场站": "Zhihui Lingyu - Jianggezhuang Depot",
    "火车站 — 长江路高雄路东": "Railway Station - Changjiang Road at Gaoxiong Road",
    "烟台人才市场 — 莱山公路管理局": "Yantai Talent Market - Laishan Highway Office",
    "东林 — 南大街福莱金店": "Donglin - Nandajie",
}
Chain = tuple[int, ...]


def build(city: Path) -> int:
    """Writes network/corridors.csv of a city folder from its lines and stops; the number of corridors."""
    net = network.load(city)
    pairs = _pairs(net, _chains(net))
    ids = network.segment_ids(net).tolist()
    rows = []
    for number, pair in enumerate(pairs, 1):
        name = f"{_stop(net, pair[0], 0)} — {_stop(net, pair[0], -1)}"
        for chain in pair:
            way = COMPASS[int((_heading(net, chain) + 45.0) % 360.0 // 90.0)]
            lengths = [float(net.segments.length_m[segment]) for segment in chain]
            starts = [0.0, *accumulate(lengths)]
            rows += [
                (f"C{number}{way[0].upper()}", name, ENGLISH[name], way, place, ids[segment], round(start, 1))
                for place, (segment, start) in enumerate(zip(chain, starts, strict=False), 1)
            ]
    with (city / "network" / "corridors.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(rows)
    return 2 * len(pairs)


def _chains(net: Network) -> list[Chain]:
    """Along every line, the longest first."""
    through = np.array(traffic.roads(net, 1).classes) != "minor"
    found = []
    for line in net.lines:
        chain: list[int] = []
        for segment in line.links.tolist():
            if chain and not (through[segment] and _turn(net, chain[-1], segment) <= SHARPEST_TURN):
                found.append(tuple(chain))
                chain = []
            if through[segment]:
                chain.append(segment)
        found.append(tuple(chain))
    return sorted((chain for chain in found if len(chain) >= FEWEST), key=lambda chain: -_length(net, chain))


def _pairs(net: Network, chains: list[Chain]) -> list[tuple[Chain, Chain]]:
    """The longest chains that share no road with one taken before, each with the longest that runs the other way."""
    taken: set[int] = set()
    pairs: list[tuple[Chain, Chain]] = []
    for chain in chains:
        if len(pairs) == PAIRS:
            break
        back = next((other for other in chains if not taken & {*other} and _opposite(net, chain, other)), None)
        if back and not taken & {*chain}:
            pairs.append((chain, back))
            taken |= {*chain, *back}
    return pairs


def _opposite(net: Network, chain: Chain, other: Chain) -> bool:
    ways = [(net.segments.end[chain[-1]], net.segments.start[other[0]]), (net.segments.start[chain[0]], net.segments.end[other[-1]])]
    x, y = metres(net.longitude, net.latitude)
    return all(float(np.hypot(x[a] - x[b], y[a] - y[b])) < OPPOSITE_M for a, b in ways)


def _turn(net: Network, one: int, following: int) -> float:
    return float(abs((net.segments.bearing[following] - net.segments.bearing[one] + 180.0) % 360.0 - 180.0))


def _heading(net: Network, chain: Chain) -> float:
    """Degrees from north, from the first stop to the last."""
    x, y = metres(net.longitude, net.latitude)
    start, end = net.segments.start[chain[0]], net.segments.end[chain[-1]]
    return float(np.degrees(np.arctan2(x[end] - x[start], y[end] - y[start])) % 360.0)


def _length(net: Network, chain: Chain) -> float:
    lengths: Floats = net.segments.length_m[list(chain)]
    return float(lengths.sum())


def _stop(net: Network, chain: Chain, place: int) -> str:
    ends = net.segments.start if place == 0 else net.segments.end
    return net.stop_names[int(ends[chain[place]])]
