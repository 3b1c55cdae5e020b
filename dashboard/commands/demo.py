"""demo: a simulated city and its wall, in one command."""

import argparse
import errno
import shutil
import socket
import sys
import time
from dataclasses import replace
from functools import partial
from typing import Any

from dashboard.check import checked
from dashboard.clock import FasterClock
from dashboard.commands.arguments import add_sources, add_web, number
from dashboard.commands.serve import supervise
from dashboard.settings import Settings, settle
from dashboard.supervisor import Child
from datasources.moment import utc_now

MOST_PORTS = 65535
SPED = "sped"  # in the data folder: what a demo whose time runs faster brings; the next one's time begins before it ended
PAST_H = 7.0
FASTEST = 60  # a second takes what lands in it; buses heard of more rarely than every minute tell too little of their stops
KEPT = ("wall.lock", "views.json")


def add_to(commands: Any) -> None:
    parser = commands.add_parser("demo", help="run a simulated city and its wall", description=__doc__)
    parser.add_argument("city", metavar="CITY", nargs="?", default="yantai")
    add_sources(parser)
    add_web(parser)
    parser.add_argument("--simulator-port", type=int, help="default: the port after --port")
    parser.add_argument("--hour", default="8.5", help="the city behaves now as at this hour (0..24); real: as the clock says")
    parser.add_argument("--fleet", type=int, default=1300, help="buses")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--time-scale",
        type=number(1, FASTEST, float),
        default=1.0,
        metavar=f"1..{FASTEST}",
        help="seconds of the city in one of this machine; above 1 nothing is kept from one start to the next",
    )
    past = f"hours of past that come in after the start, of today and of days to compare with (default {PAST_H:g}; none with a time scale)"
    parser.add_argument("--past-hours", type=float, help=past)
    parser.add_argument("--faults", default="", help="faults to make, e.g. positions:malformed:0.1,segments:outage")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = settle(args.city, args.data, {})
    fast = args.time_scale != 1.0
    if fast:
        settings = settle(args.city, str(settings.data_path / SPED), {})
    past = settings.data_path / "past"
    if taken(args.host, args.port):
        print(f"port {args.port} is taken: give another with --port (make run ARGS='--port {args.port + 10}')", file=sys.stderr)
        return 1
    port = args.simulator_port or next_port(args.port + 1)
    variables = {"simulator": f"http://127.0.0.1:{port}", "past": str(past.resolve()), **dict(args.set)}
    settings = replace(settings, host=args.host, port=args.port, workers=args.workers, variables=variables)
    checked(settings.city_path, variables, settings.trial_path, start=True)
    if fast:
        settings = replace(settings, speed=args.time_scale)
    city = Child("simulator", simulator(args, port, str(past), settings))
    return supervise(settings, [city], partial(begin, settings) if fast else None)


def begin(settings: Settings) -> None:
    """Take away what an earlier demo left: it lies in the future of one that begins now."""
    for path in settings.data_path.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name not in KEPT:
            path.unlink()
    FasterClock.begin(settings.clock_path, utc_now(), time.monotonic())


def taken(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.errno == errno.EADDRINUSE
    return False


def next_port(wanted: int) -> int:
    """The wanted port of loopback, or any that is free."""
    if wanted <= MOST_PORTS and not taken("127.0.0.1", wanted):
        return wanted
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def simulator(args: argparse.Namespace, port: int, past: str, settings: Settings) -> list[str]:
    command = [
        sys.executable,
        "-m",
        "simulator",
        "--until-stdin-closes",
        "--port",
        str(port),
        "--seed",
        str(args.seed),
        "--fleet",
        str(args.fleet),
    ]
    hours = args.past_hours if args.past_hours is not None else 0.0 if settings.speed != 1.0 else PAST_H
    command += ["--hour", args.hour, "--past", past, "--past-hours", str(hours)]
    if settings.speed != 1.0:
        command += ["--time-scale", str(settings.speed), "--clock", str(settings.clock_path)]
    return command + (["--faults", args.faults] if args.faults else [])
