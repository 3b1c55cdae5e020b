"""Arguments that several commands share."""

import argparse
import contextlib
import re
from collections.abc import Callable
from datetime import datetime

from datasources.moment import naive_utc

STEP = re.compile(r"(\w+)=(.*)", re.DOTALL)


def variable(text: str) -> tuple[str, str]:
    match = STEP.fullmatch(text)
    if match is None:
        raise argparse.ArgumentTypeError(f"expected NAME=VALUE, found {text!r}")
    return match.group(1), match.group(2)


def moment(text: str) -> datetime:
    """An ISO moment; with no zone it is UTC. Naive UTC comes back, as everywhere inside."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"expected an ISO time such as 2026-11-23T08:00:00+08:00, found {text!r}") from error
    return naive_utc(parsed)


def number(least: float, most: float = float("inf"), kind: type[int] | type[float] = int) -> Callable[[str], float]:
    """A number within bounds."""

    def read(text: str) -> float:
        with contextlib.suppress(ValueError):
            if least <= (given := kind(text)) <= most:
                return given
        bounds = f"from {least:g}" + (f" to {most:g}" if most < float("inf") else "")
        raise argparse.ArgumentTypeError(f"expected a number {bounds}, found {text!r}")

    return read


def add_city(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("city", metavar="CITY", help="a folder under cities/, or the path of a city folder")
    add_sources(parser)


def add_sources(parser: argparse.ArgumentParser) -> None:
    value = "a value for a ${variable} of the city"
    parser.add_argument("--set", metavar="NAME=VALUE", type=variable, action="append", default=[], help=value)
    parser.add_argument("--data", metavar="DIR", help="where the data lives (default var/<city>)")


def add_web(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=number(0, 65535), default=8050)
    parser.add_argument("--workers", type=number(1, 64), default=1, help="web workers (default 1: enough for a thousand walls)")
