"""show: any view without a browser."""

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pyarrow as pa

from dashboard.check import checked
from dashboard.commands.arguments import add_city, moment, number, variable
from dashboard.drawing import iso
from dashboard.opening import open_store, up_to_date
from dashboard.runfolder import socket_of
from dashboard.settings import Settings, settle
from datasources.answering.questions import Client, QuestionError, Questions, Ticket
from datasources.storage.opening import StoreLocked
from datasources.store import Store

PATIENCE_S = 60.0


def add_to(commands: Any) -> None:
    parser = commands.add_parser("show", help="the rows of a view", description=__doc__)
    add_city(parser)
    parser.add_argument("view", metavar="VIEW")
    parser.add_argument("--as-of", type=moment, help="a past moment, ISO (default: now)")
    parser.add_argument("--scope", metavar="DISTRICT")
    parser.add_argument("--parameter", metavar="NAME=VALUE", type=variable, action="append", default=[])
    parser.add_argument("--limit", type=number(0))
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    settings = settle(args.city, args.data, dict(args.set))
    ticket = Ticket(args.view, dict(args.parameter), args.as_of, args.scope, args.limit)
    try:
        with answering(settings) as questions:
            table = questions.ask(ticket)
    except QuestionError as error:
        print(error, file=sys.stderr)
        return 1
    except ConnectionError:
        print(
            f"{settings.data} is in use by another process, and no engine answers there (yet): is something being imported?",
            file=sys.stderr,
        )
        return 1
    {"table": as_table, "csv": as_csv, "json": as_json}[args.format](table)
    return 0


@contextmanager
def answering(settings: Settings) -> Iterator[Questions]:
    """The running engine of that data folder, or the store itself where none runs."""
    try:
        with open_store(checked(settings.city_path, settings.variables, settings.trial_path), settings.data_path) as store:
            yield Unhurried(up_to_date(store))
    except StoreLocked:
        yield Client(socket_of(settings.run_path))


class Unhurried:
    """A store asked by a person at a terminal."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def ask(self, ticket: Ticket) -> pa.Table:
        return self._store.ask(ticket, PATIENCE_S)


def plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def as_json(table: pa.Table) -> None:
    rows = [{name: plain(value) for name, value in row.items()} for row in table.to_pylist()]
    print(json.dumps(rows, ensure_ascii=False, indent=1))


def as_csv(table: pa.Table) -> None:
    writer = csv.writer(sys.stdout)
    writer.writerow(table.column_names)
    writer.writerows([plain(value) for value in row.values()] for row in table.to_pylist())


def as_table(table: pa.Table) -> None:
    rows = [["" if (v := plain(value)) is None else str(v) for value in row.values()] for row in table.to_pylist()]
    widths = [max(len(cell) for cell in column) for column in zip(table.column_names, *rows, strict=True)] if table.column_names else []
    for row in [table.column_names, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(f"({len(rows)} rows)")
