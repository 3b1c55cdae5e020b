"""replay: recorded time runs again on the wall, by the same path as live."""

import argparse
import sys
import time
from dataclasses import replace
from typing import Any

from dashboard.check import checked
from dashboard.commands.arguments import add_city, add_web, moment, number
from dashboard.commands.serve import supervise
from dashboard.opening import open_store, up_to_date
from dashboard.settings import settle


def add_to(commands: Any) -> None:
    parser = commands.add_parser("replay", help="run recorded time again", description=__doc__)
    add_city(parser)
    add_web(parser)
    parser.add_argument("--speed", type=number(0.1, 36000, float), default=60.0, help="recorded seconds in a second (default 60)")
    parser.add_argument("--from", dest="start", type=moment, metavar="T", help="ISO; default: the first recorded moment")
    parser.add_argument("--to", dest="end", type=moment, metavar="T", help="ISO; default: the last one")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = replace(settle(args.city, args.data, dict(args.set)), host=args.host, port=args.port, workers=args.workers)
    with open_store(checked(settings.city_path, settings.variables, settings.trial_path), settings.data_path) as store:
        span = up_to_date(store).recorded_span()
    if span is None:
        print(f"nothing is recorded in {settings.data}: land something first, e.g. python -m dashboard import {args.city}", file=sys.stderr)
        return 1
    start, end = args.start or span[0], args.end or span[1]
    if end <= start:
        print(f"--to ({end}) must be after --from ({start})", file=sys.stderr)
        return 2
    replayed = replace(settings, replay_from=start.isoformat(), replay_to=end.isoformat(), origin=time.monotonic(), speed=args.speed)
    return supervise(replace(replayed, fetch=False), [])
