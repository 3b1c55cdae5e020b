"""serve: the wall of a city, until it is told to stop."""

import argparse
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog

from dashboard import logs
from dashboard.check import checked
from dashboard.commands.arguments import add_city, add_web
from dashboard.settings import Settings, settle
from dashboard.supervisor import Child, Supervisor, python
from datasources.schedule.owner import AlreadyOwned, Owner

ENGINE_HUNG_S = 60.0  # a tick on a busy machine is slow, not hung
WEB_HUNG_S = 20.0


def add_to(commands: Any) -> None:
    parser = commands.add_parser("serve", help="run the wall of a city", description=__doc__)
    add_city(parser)
    add_web(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = replace(settle(args.city, args.data, dict(args.set)), host=args.host, port=args.port, workers=args.workers)
    checked(settings.city_path, settings.variables, settings.trial_path, start=True)  # a city with faults does not start
    return supervise(settings, [])


def supervise(settings: Settings, more: list[Child], first: Callable[[], None] | None = None) -> int:
    """Run engine and web, and what else is given, until SIGTERM; do `first` before. One wall a data folder: a second would take its
    sockets away."""
    owner = Owner(settings.data_path / "wall.lock")
    try:
        owner.take()
    except AlreadyOwned:
        print(f"a wall runs on {settings.data} already: end it, or give another folder with --data", file=sys.stderr)
        return 1
    try:
        if first is not None:
            first()
        return _supervised(settings, more)
    finally:
        shutil.rmtree(settings.run_path, ignore_errors=True)  # what lies there takes up memory
        owner.leave()


def _supervised(settings: Settings, more: list[Child]) -> int:
    logs.configure("supervisor")
    told = settings.as_argument()
    children = [
        *more,
        Child("engine", python("_engine", told), hung_after=ENGINE_HUNG_S),
        Child("web", python("_web", told), hung_after=WEB_HUNG_S),
    ]
    structlog.get_logger().info("wall", url=f"http://{settings.host}:{settings.port}", city=settings.city)
    return Supervisor(children, settings.run_path).run()
