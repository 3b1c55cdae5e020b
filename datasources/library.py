"""The library of views: .sql files, one SELECT each, the file name is the view name; a city's own replace standard ones.

Loading is all or nothing: views are first made over empty tables in a scratch database, in the order their names demand, and asked
once; only when nothing is wrong do they reach the store.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

import duckdb
import pyarrow as pa

from datasources.asking import Deadline
from datasources.columns import column_faults
from datasources.fault import Fault, nearest
from datasources.header import read_headed
from datasources.kpi import KPI_KEYS, kpi_faults, kpi_sql
from datasources.opening import Connection
from datasources.opens import opens_faults, parameters_read
from datasources.place import Place
from datasources.schema import KINDS, tables
from datasources.session import prepare_session
from datasources.statements import MODEL, literal, statement

STANDARD = Path(__file__).with_name("views")
KEPT = tuple(sorted(file.stem for file in (MODEL / "kept" / "live").glob("*.sql")))  # views that can be kept
REQUIRED = ("title", "row", "formula", "unit", "source")
KEYS = (*REQUIRED, *KPI_KEYS, "once", "kept", "opens", "columns")
Files = tuple[tuple[str, Path, str], ...]  # name, path and text of each view
WORD = re.compile(r"\w+")
COMMENT = re.compile(r"--.*")
PARAMETER = re.compile(r"parameter\('(\w+)'\)")
SETTING = re.compile(r"\bsetting\('(\w+)'\)")
MISSING = re.compile(r"(?:Table|View|Relation) with name (\w+) does not exist")
EXAMPLE = datetime(2026, 1, 1)
TRIAL_S = 5.0  # no view has work to do on empty tables


@dataclass(frozen=True)
class View:
    """One view: its header, its file and the statement that makes it. `is_kpi`: judged by the wrapper around <name>_measure.
    `is_once`: a snapshot computes it once for all the views that read it (header `once: true`). `is_kept`: what it says now is kept up as
    rows land, and read from there (`kept: true`, datasources/keeping.py). `is_slow`: snapshots read what it said within the last minute
    (`kept: minute`; for what neither scope() nor parameter() changes)."""

    name: str
    file: Path
    header: Mapping[str, str]
    sql: str
    is_kpi: bool = False
    is_once: bool = False
    is_kept: bool = False
    is_slow: bool = False


@dataclass(frozen=True)
class Library:
    """Views in an order in which they can be made, with the Arrow schema of each."""

    views: tuple[View, ...] = ()
    schemas: Mapping[str, pa.Schema] | None = None
    reads: Mapping[str, frozenset[str]] = field(default_factory=dict)  # which views each names

    def names(self) -> set[str]:
        return {view.name for view in self.views}

    def kpis(self) -> list[str]:
        """Those whose past is kept: one that is about a single line has no past of its own (header `recorded: false`)."""
        return sorted(view.name for view in self.views if view.is_kpi and view.header.get("recorded", "true") == "true")

    @cached_property
    def judged(self) -> frozenset[str]:
        """Every KPI."""
        return frozenset(view.name for view in self.views if view.is_kpi)

    def once(self, asked: Iterable[str], kept: bool = False, given: Collection[str] = ()) -> list[str]:
        """The views to compute once before these are asked, each after those it reads itself. kept: what is kept need not be computed;
        nor what is given and all that it reads."""
        there = {*given, *(self._there if kept else ())}
        reached, waiting = set(asked), list(set(asked) - there)
        while waiting:
            new = self.reads.get(waiting.pop(), frozenset()) - reached
            reached |= new
            waiting += new - there
        wanted = reached - there
        return [name for name in self._once if name in wanted]

    def closure(self, asked: Collection[str]) -> set[str]:
        """These views and all that they read."""
        reached, waiting = set(asked), list(asked)
        while waiting:
            new = self.reads.get(waiting.pop(), frozenset()) - reached
            reached |= new
            waiting += new
        return reached

    def alike(self, asked: Iterable[str], parameters: Collection[str]) -> set[str]:
        """What says the same whatever these parameters say: such views of those asked, and such shared ones that the others read."""
        found: set[str] = set()
        waiting, seen = list(asked), set(asked)
        while waiting:
            name = waiting.pop()
            if self._same(name, parameters) and (name in asked or name in self._shared):
                found.add(name)
                continue
            new = self.reads.get(name, frozenset()) - seen
            seen |= new
            waiting += new
        return found

    def given(self, asked: Iterable[str], known: Collection[str]) -> list[str]:
        """Those of the known shared views that these read."""
        reached, waiting = set(asked), list(asked)
        while waiting:
            new = self.reads.get(waiting.pop(), frozenset()) - reached
            reached |= new
            waiting += new - set(known)
        return sorted(self._shared & reached & set(known))

    def _same(self, name: str, parameters: Collection[str]) -> bool:
        return not self.parameters.get(name, frozenset()) & set(parameters)

    @cached_property
    def _once(self) -> list[str]:
        return [view.name for view in self.views if view.is_once]

    @cached_property
    def _there(self) -> set[str]:
        return {view.name for view in self.views if view.is_kept or view.is_slow}

    @cached_property
    def _shared(self) -> set[str]:
        return {*self._once} - self._there

    @cached_property
    def parameters(self) -> dict[str, frozenset[str]]:
        """The parameters that each view reads, itself or by what it reads."""
        found: dict[str, frozenset[str]] = {}
        for view in self.views:  # each stands after those it reads
            own = frozenset(PARAMETER.findall(COMMENT.sub("", view.sql)))
            found[view.name] = own.union(*(found.get(name, frozenset()) for name in self.reads.get(view.name, ())))
        return found

    def headers(self) -> dict[str, Mapping[str, str]]:
        return {view.name: view.header for view in self.views}


def view_files(folders: Sequence[Path]) -> dict[str, Path]:
    """Files by view name, of folders and all beneath them; a later folder's file replaces an earlier one's of the same name."""
    found = {"vehicle_latest": MODEL / "vehicle_latest.sql"}
    for folder in folders:
        found |= {path.stem: path for path in sorted(folder.rglob("*.sql"))}
    return found


def read_library(folders: Sequence[Path], place: Place) -> tuple[Library, list[Fault]]:
    """Read, order and try every view. The library is whole only when there are no faults. The same files are tried once."""
    files = tuple((name, path, path.read_text("utf-8")) for name, path in view_files(folders).items())
    library, faults = _tried_out(files, place.timezone, tuple(sorted(place.settings.items())))
    return library, list(faults)


@lru_cache(maxsize=4)  # a start checks the city, then loads what it has just checked
def _tried_out(files: Files, timezone: str, settings: tuple[tuple[str, float], ...]) -> tuple[Library, tuple[Fault, ...]]:
    place = Place(timezone=timezone, settings=dict(settings))
    views: list[View] = []
    faults: list[Fault] = []
    for name, path, _text in files:
        found, wrong = _read(name, path, place.settings)
        views += found
        faults += wrong
    with duckdb.connect(":memory:") as scratch:
        _empty_tables(scratch, place)
        ordered, failed = _order(scratch, views)
        faults += failed
        schemas = {view.name: _tried(scratch, view, faults) for view in ordered}
    faults += _ways(ordered, schemas) if not faults else []
    return Library(tuple(ordered), schemas, _reads(ordered)), tuple(faults)


def _reads(views: Iterable[View]) -> dict[str, frozenset[str]]:
    named = {view.name: frozenset(WORD.findall(COMMENT.sub("", view.sql))) - {view.name} for view in views}
    return {name: words & named.keys() for name, words in named.items()}


def _ways(views: Sequence[View], schemas: Mapping[str, pa.Schema]) -> Iterator[Fault]:
    """What is wrong with where rows lead and with what columns are called."""
    asked = parameters_read({view.name: view.sql for view in views}, _reads(views))
    for view in views:
        own = schemas[view.name]
        if (text := view.header.get("opens")) and not view.name.endswith("_measure"):
            yield from opens_faults(view.file, text, own, schemas, asked)
        if (text := view.header.get("columns")) and not view.name.endswith("_measure"):
            yield from column_faults(view.file, text, own.names)


def _read(name: str, path: Path, settings: Mapping[str, float]) -> tuple[list[View], list[Fault]]:
    headed = read_headed(path, KEYS, REQUIRED)
    headed = headed._replace(sql=_settled(headed.sql, settings))
    faults = list(headed.faults)
    if name in tables():
        return [], [*faults, Fault(str(path), "", f"{name} is the name of a table")]
    if headed.header.get("kpi", "false") != "true" and "target" not in headed.header:
        kept = headed.header.get("kept", "false")
        if kept == "true" and name not in KEPT:
            faults.append(Fault(str(path), "kept", f"only these can be: {', '.join(KEPT)}"))
        once, whole, slow = headed.header.get("once", "false") == "true", kept == "true" and name in KEPT, kept == "minute"
        return [View(name, path, headed.header, headed.sql, is_once=once or whole or slow, is_kept=whole, is_slow=slow)], faults
    faults += kpi_faults(path, headed.header)
    judged = kpi_sql(name, headed.header) if not faults else headed.sql
    measure = View(f"{name}_measure", path, headed.header, headed.sql)
    return [measure, View(name, path, headed.header, judged, is_kpi=True)], faults


def _settled(sql: str, settings: Mapping[str, float]) -> str:
    """The city's settings written out: to bind the macro costs 0.25 ms a use, and a tick meets hundreds."""
    return SETTING.sub(lambda found: f"CAST({literal(settings.get(found[1]))} AS DOUBLE)", sql)


def _empty_tables(scratch: Connection, place: Place) -> None:
    for kind in KINDS:
        scratch.execute(statement(kind)).fetchall()
    scratch.execute("ATTACH ':memory:' AS hot; CREATE SCHEMA kept").fetchall()
    scratch.execute(statement("hot", vehicle_position="vehicle_position")).fetchall()
    prepare_session(scratch, place)
    for name, value in (("as_of", EXAMPLE), ("live", False)):
        scratch.execute(f"SET VARIABLE {name} = ?", [value]).fetchall()


def _deepest_last(views: list[View]) -> list[View]:
    """Each after those it names, as far as that can be: to try in another order costs as much again."""
    reads, depth = _reads(views), dict.fromkeys((view.name for view in views), 0)
    for _ in views:
        deeper = {name: 1 + max((depth[read] for read in reads[name]), default=-1) for name in depth}
        if deeper == depth or max(deeper.values(), default=0) > len(views):
            break
        depth = deeper
    return sorted(views, key=lambda view: depth[view.name])


def _order(scratch: Connection, views: Iterable[View]) -> tuple[list[View], list[Fault]]:
    """Make what can be made until nothing more can: what is left names something that is not there."""
    waiting, done, problems = _deepest_last(list(views)), [], {}
    while waiting:
        left = []
        for view in waiting:
            try:
                with Deadline(scratch, TRIAL_S):
                    scratch.execute(create_for_trial(view)).fetchall()
                done.append(view)
            except duckdb.Error as error:
                problems[view.name] = str(error)
                left.append(view)
        if len(left) == len(waiting):
            break
        waiting = left
    else:
        left = []
    known = {*tables(), *(v.name for v in [*done, *left])}
    return done, [_fault(view, problems[view.name], known) for view in left]


def _fault(view: View, problem: str, known: set[str]) -> Fault:
    missing = MISSING.search(problem)
    return Fault(str(view.file), "", problem.split("\n\n")[0], nearest(missing[1], known - {view.name}) if missing else "")


def create_for_trial(view: View) -> str:
    """The statement that makes it over empty tables."""
    return statement("statements/trial" if view.is_once else "statements/view", schema="main", name=view.name, sql=view.sql)


def _tried(scratch: Connection, view: View, faults: list[Fault]) -> pa.Schema:
    try:
        with Deadline(scratch, TRIAL_S):
            table = scratch.sql(f'SELECT * FROM "{view.name}"').to_arrow_table()  # noqa: S608 - a file's name
    except duckdb.Error as error:
        faults.append(Fault(str(view.file), "", str(error).split("\n\n")[0]))
        return pa.schema([])
    if view.name.endswith("_measure"):
        missing = [c for c in MEASURE if c not in table.column_names]
        faults += [Fault(str(view.file), c, "a KPI's SELECT must give this column") for c in missing]
        if table.num_rows > 1:
            faults.append(Fault(str(view.file), "", "a KPI's SELECT must give one row"))
    return table.schema


MEASURE = ("value", "numerator", "denominator", "coverage", "content_time")
