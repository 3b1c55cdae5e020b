"""What the SQL says for itself, for docs/config.md: the ways in which vehicles find their trips, the settings with their defaults."""

import re
from collections.abc import Iterator
from itertools import takewhile

from datasources.catalogue.library import STANDARD
from datasources.deriving.visits import WAYS
from datasources.storage.statements import MODEL

DEFAULT = re.compile(r"coalesce\(setting\('(\w+)'\), ([\d.]+)\)")
READ = re.compile(r"setting\('(\w+)'\)")
MOST = 4  # names of files in a cell


def ways() -> Iterator[str]:
    """A line a way, from the comment above its SQL."""
    yield "## feeds.toml, `match`: how vehicles find their trips\n"
    yield "A list of ways in the order in which they are tried; each says what its reports must name.\n"
    yield "| way | finds a trip |"
    yield "|---|---|"
    for way in WAYS:
        lines = (MODEL / "match" / f"{way}.sql").read_text("utf-8").splitlines()
        yield f"| `{way}` | {' '.join(line[3:] for line in takewhile(lambda line: line.startswith('--'), lines))} |"
    yield ""


def settings() -> Iterator[str]:
    """A line a setting that standard SQL reads, with its default and where it is read."""
    defaults: dict[str, str] = {}
    read: dict[str, dict[str, None]] = {}  # a view and what is kept of it have one name
    for file in sorted([*STANDARD.rglob("*.sql"), *MODEL.rglob("*.sql")], key=lambda file: file.stem):
        text = file.read_text("utf-8")
        defaults |= {name: value.removesuffix(".0") for name, value in DEFAULT.findall(text)}
        for name in sorted(set(READ.findall(text))):
            read.setdefault(name, {})[f"`{file.stem}`"] = None
    yield "## city.toml, [settings]\n"
    yield "Numbers by which the standard views and the matching of vehicles judge; the formula of each view says how (docs/kpis.md).\n"
    yield "| setting | default | read by |"
    yield "|---|---|---|"
    for name in sorted(read):
        yield f"| `{name}` | {defaults.get(name, 'none')} | {', '.join([*read[name]][:MOST])}{' …' if len(read[name]) > MOST else ''} |"
    yield ""
