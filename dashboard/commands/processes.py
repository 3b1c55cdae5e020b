"""_engine, _web: the children that the supervisor starts. Not for people."""

import argparse
from typing import Any

from dashboard import logs
from dashboard.process import answer_where, die_with_parent
from dashboard.runfolder import threads_file
from dashboard.settings import Settings


def add_to(commands: Any) -> None:
    for name in ("_engine", "_web"):
        parser = commands.add_parser(name)
        parser.add_argument("settings", type=Settings.from_argument)
        parser.set_defaults(run=run, process=name[1:])


def run(args: argparse.Namespace) -> int:
    logs.configure(args.process)
    die_with_parent()
    answer_where(threads_file(args.settings.run_path, args.process))
    if args.process == "engine":
        from dashboard.engine import run_engine  # each process imports only what it runs: the other's libraries cost start-up time

        return run_engine(args.settings)
    from dashboard.web import run_web

    return run_web(args.settings)
