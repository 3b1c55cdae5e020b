"""demo: a simulated city and its wall, in one command."""

import argparse
import errno
import socket
import sys
from dataclasses import replace
from typing import Any

from dashboard.check import checked
from dashboard.commands.arguments import add_sources, add_web
from dashboard.commands.serve import supervise
from dashboard.settings import settle
from dashboard.supervisor import Child

MOST_PORTS = 65535


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
        "--past-hours",
        type=float,
        default=7.0,
        help="hours of past that come in after the start: of today, and of the days it is compared with",
    )
    parser.add_argument("--faults", default="", help="faults to make, e.g. positions:malformed:0.1,segments:outage")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = settle(args.city, args.data, {})
    past = settings.data_path / "past"
    if taken(args.host, args.port):
        print(f"port {args.port} is taken: give another with --port (make run ARGS='--port {args.port + 10}')", file=sys.stderr)
        return 1
    port = args.simulator_port or next_port(args.port + 1)
    variables = {"simulator": f"http://127.0.0.1:{port}", "past": str(past.resolve()), **dict(args.set)}
    settings = replace(settings, host=args.host, port=args.port, workers=args.workers, variables=variables)
    checked(settings.city_path, variables, settings.trial_path, start=True)
    return supervise(settings, [Child("simulator", simulator(args, port, str(past)))])


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


def simulator(args: argparse.Namespace, port: int, past: str) -> list[str]:
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
    command += ["--hour", args.hour, "--past", past, "--past-hours", str(args.past_hours)]
    return command + (["--faults", args.faults] if args.faults else [])
