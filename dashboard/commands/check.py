"""check: every fault of a city at once, each with file, key and what was expected."""

import argparse
import json
from typing import Any

from dashboard.check import checked
from dashboard.commands.arguments import add_city
from dashboard.fault import CityFaults
from dashboard.settings import city_folder


def add_to(commands: Any) -> None:
    parser = commands.add_parser("check", help="find every fault of a city", description=__doc__)
    add_city(parser)
    parser.add_argument("--json", action="store_true", help="faults as a JSON list")
    parser.add_argument("--schema", action="store_true", help="write the JSON Schemas of the city's files beside it, for editors")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    folder = city_folder(args.city)
    if args.schema:
        from dashboard.schemas import write_schemas

        for path in write_schemas(folder):
            print(path)
        return 0
    try:
        city = checked(folder, dict(args.set), start=True)
    except CityFaults as found:
        print(json.dumps([fault._asdict() for fault in found.faults], ensure_ascii=False, indent=1) if args.json else found)
        return 1
    name, counts = city.spec.name, f"{len(city.feeds)} feeds, {len(city.scenes)} scenes, {len(city.alerts)} alerts"
    print("[]" if args.json else f"{name.zh} | {name.en}: {counts}, no faults")
    return 0
