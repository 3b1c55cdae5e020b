"""The generated reference of what a feed can bring: docs/tables.md from the DDL, the contract and the checks."""

import re
from collections.abc import Iterator

from datasources.intake.checks import checks, demanded, required, told_once
from datasources.readers.mapping import WORDS
from datasources.storage.schema import TableSpec, tables
from datasources.storage.statements import statement

CREATED = re.compile(r"CREATE TABLE IF NOT EXISTS (\w+) \((.*?)\);([^\n]*)\n", re.DOTALL)
FILLED = re.compile(r"feed VARCHAR, (batch VARCHAR, received_at TIMESTAMP, )?")  # by the landing: told once, on top


def tables_page() -> str:
    """docs/tables.md."""
    told = {name: f"{body}{after}" for kind in ("events", "reference") for name, body, after in CREATED.findall(statement(kind) + "\n")}
    parts = [
        "# The tables that feeds fill\n",
        "<!-- made by `make docs`: edit datasources/model/events.sql, reference.sql, contract.toml and checks/ instead -->\n",
        "`table` in feeds.toml names one of these. A CSV, JSON, NDJSON, GeoJSON or Parquet source whose columns are called otherwise, or",
        "count in other units, has a `mapping` beside it: `SELECT … FROM source`, where every cell of a text format is VARCHAR. In JSON a",
        'key inside another is a column with a dot in its name, written in quotes (`"vehicle.id"`), and a list stays a text of JSON',
        "(`place ->> '$[0]'`); GeoJSON has its properties, `id`, `geometry`, `point_longitude` and `point_latitude`. `feed`,",
        "`batch` and `received_at` are filled in at landing. Times are UTC without zone, speeds km/h, lengths m; `district_id` comes from",
        "the position, where it has one. A row that fails a check is refused with its reason (`show CITY quarantine_rows`); a check in",
        "brackets empties what it is about and keeps the row.\n",
        "The words of a mapping beside DuckDB's own:\n",
        "```sql\n" + WORDS.read_text("utf-8").strip() + "\n```\n",
    ]
    landable = [spec for spec in tables().values() if spec.landable and spec.name in told]
    return "\n".join([*parts, *(line for spec in landable for line in _table(spec, told[spec.name]))])


def _table(spec: TableSpec, body: str) -> Iterator[str]:
    yield f"## {spec.name}\n"
    yield f"```sql\n{FILLED.sub('', body, count=1).strip()}\n```\n"
    yield f"- **Every row has**: {_names(required(spec.name))}"
    if also := [c for c in demanded(spec.name) if c not in required(spec.name)]:
        yield f"- **Must come, may be empty**: {_names(also)}"
    if once := told_once(spec.name):
        yield f"- **Stands once**: `{once}`, as the feed that brought it last told it"
    held = [c for c in checks() if c.holds_for(spec) and c.reason != "missing"]
    if held:
        yield "- **Checks**: " + ", ".join(f"[`{c.reason}`]" if spec.name in c.clears else f"`{c.reason}`" for c in held)
    yield ""


def _names(columns: list[str]) -> str:
    return ", ".join(f"`{c}`" for c in columns)
