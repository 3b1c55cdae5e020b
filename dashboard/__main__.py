"""The door: python -m dashboard COMMAND."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from dashboard.commands import check, demo, docs, import_, processes, replay, serve, shot, show
from dashboard.fault import CityFaults
from datasources.storage.older_file import StoreUnfit
from datasources.storage.opening import StoreLocked

COMMANDS = (demo, serve, check, import_, replay, show, shot, docs)


class Command(argparse.ArgumentParser):
    """Takes options before, between and after its words, those words too that may be left out."""

    _within = False  # parse_known_intermixed_args asks parse_known_args, twice

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        if self._within:
            return super().parse_known_args(args, namespace)
        self._within = True
        try:
            return self.parse_known_intermixed_args(args, namespace)
        finally:
            self._within = False


def parser(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """Of the commands for people; of the supervisor's own where the first argument begins with `_`."""
    root = argparse.ArgumentParser(prog="python -m dashboard", description="One screen to see the whole city.")
    commands = root.add_subparsers(metavar="COMMAND", required=True, parser_class=Command)
    for command in (processes,) if "".join(arguments[:1]).startswith("_") else COMMANDS:
        command.add_to(commands)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit codes: 0 done, 1 the city or the data has faults, 2 a wrong command line."""
    arguments = sys.argv[1:] if arguments is None else arguments
    args = parser(arguments).parse_args(arguments)
    try:
        return int(args.run(args))
    except CityFaults as faults:
        print(faults, file=sys.stderr)
        return 1
    except (FileNotFoundError, StoreLocked, StoreUnfit) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


if __name__ == "__main__":
    sys.exit(main())
