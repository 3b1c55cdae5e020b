"""python -m simulator: a simulated city on loopback, speaking the protocols of a real one."""

import argparse
import os
import signal
import sys
import threading
import time
from pathlib import Path

from simulator import faults, past
from simulator.city import City
from simulator.clock import Clock, Pattern
from simulator.feeds import FEEDS
from simulator.server import Server, Service

MOST_BUSES = 50_000
CITY = Path(__file__).parent.parent / "cities" / "yantai"


def main() -> None:
    options = _options()
    chosen = options.parse_args()
    if wrong := _wrong(chosen):
        options.error(wrong)
    begun = time.monotonic()
    if chosen.until_stdin_closes:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        server = Server(chosen.host, chosen.port)
    except OSError as error:
        sys.exit(f"simulator: cannot listen on {chosen.host}:{chosen.port}: {error.strerror or error}")
    clock = Clock(chosen.time_scale, held=chosen.clock)
    shift = past.settled_shift(chosen.past, chosen.hour, chosen.seed, clock.now())
    city = City(chosen.city, chosen.seed, chosen.fleet, Pattern(shift), winter=_is_winter(clock.now()))
    city.day(city.pattern.day(clock.now()))  # before anybody asks
    server.service = Service(city, clock)
    for fault in faults.parse(chosen.faults, clock.now()):
        server.service.add(fault)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
    if chosen.past is not None:
        threading.Thread(target=past.write_or_tell, args=(city, clock.now(), chosen.past_hours, chosen.past), daemon=True).start()
    took = time.monotonic() - begun
    print(f"simulator: http://{chosen.host}:{server.server_port} ready in {took:.1f} s, shift {shift / 3600:+.2f} h", file=sys.stderr)
    server.serve_forever(poll_interval=0.1)


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="python -m simulator", description=__doc__)
    options.add_argument("--city", type=Path, default=CITY, help="folder with network/ and districts.geojson")
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, default=8051)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--fleet", type=int, default=1300, help="buses")
    options.add_argument("--time-scale", type=float, default=1.0, help="simulated seconds in a second, 1..600")
    options.add_argument("--clock", type=Path, help="a file that says how the scaled time runs: it waits for whoever keeps that")
    options.add_argument("--hour", type=_hour, default=8.5, help="the city behaves now as at this hour (0..24); real: as the clock says")
    options.add_argument("--past", type=Path, help="folder for files of the past")
    options.add_argument(
        "--past-hours",
        type=float,
        default=7.0,
        help="of today and of the days it is compared with; 0: of calls, incidents and indicators alone",
    )
    options.add_argument("--faults", default="", help="feed:mode[:share[:seconds]],... e.g. positions:malformed:0.1,segments:outage")
    options.add_argument("--until-stdin-closes", action="store_true", help="end with the process that started this one")
    return options


def _wrong(chosen: argparse.Namespace) -> str:
    """What an option says that cannot be; "" where nothing is wrong."""
    try:
        unknown = [fault.feed for fault in faults.parse(chosen.faults, 0.0) if fault.feed not in FEEDS]
    except ValueError as error:
        return f"argument --faults: {error}"
    if unknown:
        return f"argument --faults: unknown feed {unknown[0]!r}: expected one of {', '.join(FEEDS)}"
    if not 1 <= chosen.fleet <= MOST_BUSES:
        return f"argument --fleet: expected a number from 1 to {MOST_BUSES}, found {chosen.fleet}"
    return "" if (chosen.city / "network" / "stops.csv").is_file() else f"argument --city: no network/stops.csv in {chosen.city}"


def _end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


def _hour(text: str) -> float | None:
    return None if text == "real" else float(text) % 24.0


def _is_winter(utc: float) -> bool:
    """The operator's winter times hold from November to April."""
    return time.gmtime(utc).tm_mon in (11, 12, 1, 2, 3, 4)


if __name__ == "__main__":
    main()
