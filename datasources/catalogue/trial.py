"""Views are read and tried before they reach the store, all or nothing: made over empty tables in a scratch database, in the order their
names demand, and asked once.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from datasources.answering.asking import Deadline
from datasources.answering.progress import goes_on
from datasources.catalogue.columns import column_faults
from datasources.catalogue.header import read_headed, said_faults
from datasources.catalogue.kpi import KPI_KEYS, kpi_faults, kpi_sql, measure_faults
from datasources.catalogue.library import COMMENT, KEPT, Library, View
from datasources.catalogue.opens import opens_faults
from datasources.catalogue.select import read_text, select_fault
from datasources.catalogue.tried import Tried, key_of, recall, remember
from datasources.fault import Fault, nearest
from datasources.place import Place
from datasources.storage.cursor import Connection, set_variables
from datasources.storage.schema import KINDS, tables
from datasources.storage.session import prepare_session
from datasources.storage.statements import MODEL, literal, statement

REQUIRED = ("title", "row", "formula", "unit", "source")
KEYS = (*REQUIRED, *KPI_KEYS, "once", "kept", "opens", "columns")
WORD = re.compile(r"\w+")
SETTING = re.compile(r"\bsetting\('(\w+)'\)")
MISSING = re.compile(r"(?:Table|View|Relation) with name (\w+) does not exist")
INTERRUPTED = "INTERRUPT Error"
EXAMPLE = datetime(2026, 1, 1)
NAME = re.compile(r"[^\W\d]\w*")
OWN, OWN_ENDINGS = ("kpi_judged", "kpi_rule", "kpi_brought", "kpi_measured"), ("_measure", "_held", "_computed")
TRIAL_S = 5.0  # no view has work to do on empty tables


def view_files(folders: Sequence[Path]) -> dict[str, Path]:
    """Files by view name, of folders and all beneath them; a later folder's file replaces an earlier one's of the same name."""
    found = {"vehicle_latest": MODEL / "vehicle_latest.sql"}
    for folder in folders:
        found |= {path.stem: path for path in sorted(folder.rglob("*.sql"))}
    return found


def read_library(folders: Sequence[Path], place: Place, held: Path | None = None) -> tuple[Library, list[Fault]]:
    """Read, order and try every view. The library is whole only when there are no faults. The same files are tried once.

    held: a file that keeps what was found over a restart.
    """
    faults: list[Fault] = list(twice(folders))
    texts: list[tuple[str, str]] = []
    views: list[View] = []
    for name, path in view_files(folders).items():
        text = read_text(path, faults)
        if text is not None:
            texts.append((name, text))
            found, wrong = _read(name, path, place.settings)
            views += found
            faults += wrong
    if faults:
        ordered, schemas, failed = _try(views, place)
        return Library(tuple(ordered), schemas, _reads(ordered)), [*faults, *failed]
    key = key_of(texts, (place.timezone, sorted(place.settings.items())))
    if known := recall(key, held):
        by_name = {view.name: view for view in views}
        return Library(tuple(by_name[name] for name in known.order), known.schemas, _reads(views)), []
    ordered, schemas, faults = _try(views, place)
    if not faults:
        remember(key, Tried(tuple(view.name for view in ordered), schemas), held)
    return Library(tuple(ordered), schemas, _reads(ordered)), faults


def _try(views: list[View], place: Place) -> tuple[list[View], dict[str, pa.Schema], list[Fault]]:
    """The views in an order in which they can be made, what each gives, and what is wrong with them."""
    told = {view.file: wrong for view in views if not view.is_kpi and (wrong := select_fault(view.sql))}
    views = [view for view in views if view.file not in told]
    with duckdb.connect(":memory:") as scratch:
        _empty_tables(scratch, place)
        ordered, unmade = _order(scratch, views)
        faults = [Fault(str(file), "", wrong) for file, wrong in told.items()]
        schemas = {view.name: _tried(scratch, view, faults) for view in ordered}
        faults += [fault for fault in unmade if fault.file not in {known.file for known in faults}]  # a KPI fails with its measure
    faults += _ways(ordered, schemas) if not faults else []
    return ordered, schemas, faults


def settings_read(folders: Sequence[Path]) -> frozenset[str]:
    """Names of settings that views, or the statements of the store, read."""
    texts = [read_text(path, []) or "" for folder in (MODEL, *folders) for path in sorted(folder.rglob("*.sql"))]
    return frozenset(name for text in texts for name in SETTING.findall(text))


def twice(folders: Sequence[Path]) -> Iterator[Fault]:
    """Files of one folder that have the same name, in other folders beneath it."""
    for folder in folders:
        held: dict[str, Path] = {}
        for path in sorted(folder.rglob("*.sql")):
            if path.stem in held:
                yield Fault(str(path), "", f"{held[path.stem].relative_to(folder)} is the view {path.stem} already")
            held[path.stem] = path


def _reads(views: Iterable[View]) -> dict[str, frozenset[str]]:
    named = {view.name: frozenset(WORD.findall(COMMENT.sub("", view.sql))) - {view.name} for view in views}
    return {name: words & named.keys() for name, words in named.items()}


def _ways(views: Sequence[View], schemas: Mapping[str, pa.Schema]) -> Iterator[Fault]:
    """What is wrong with where rows lead and with what columns are called."""
    asked = Library(tuple(views), schemas, _reads(views)).parameters
    for view in views:
        own = schemas[view.name]
        if (text := view.header.get("opens")) and not view.name.endswith("_measure"):
            yield from opens_faults(view.file, text, own, schemas, asked)
        if (text := view.header.get("columns")) and not view.name.endswith("_measure"):
            yield from column_faults(view.file, text, own.names)


def _read(name: str, path: Path, settings: Mapping[str, float]) -> tuple[list[View], list[Fault]]:
    headed = read_headed(path, KEYS, REQUIRED)
    headed = headed._replace(sql=_settled(headed.sql, settings))
    faults = [*headed.faults, *said_faults(path, headed)]
    if wrong := _wrong_name(name):
        return [], [*faults, Fault(str(path), "", wrong)]
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


def _wrong_name(name: str) -> str:
    if name in tables():
        return f"{name} is the name of a table"
    if not NAME.fullmatch(name):
        return "the name of a view is letters, digits and _, and begins with no digit"
    if name != name.lower():
        return f"the name of a view is in small letters: {name.lower()}"  # SQL takes both for one
    return f"the name {name} is the program's own" if name in OWN or name.endswith(OWN_ENDINGS) else ""


def _settled(sql: str, settings: Mapping[str, float]) -> str:
    """The city's settings written out: to bind the macro costs 0.25 ms a use, and a tick meets hundreds."""
    return SETTING.sub(lambda found: f"CAST({literal(settings.get(found[1]))} AS DOUBLE)", sql)


def _empty_tables(scratch: Connection, place: Place) -> None:
    for kind in KINDS:
        scratch.execute(statement(kind)).fetchall()
    scratch.execute("ATTACH ':memory:' AS hot; CREATE SCHEMA kept").fetchall()
    scratch.execute(statement("hot", vehicle_position="vehicle_position")).fetchall()
    prepare_session(scratch, place)
    set_variables(scratch, as_of=EXAMPLE, live=False)
    for name in ("python_enable_replacements", "enable_external_access"):  # as in the store
        scratch.execute(f"SET {name} = false").fetchall()


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
            goes_on()
            try:
                with Deadline(scratch, TRIAL_S):
                    scratch.execute(_create(view)).fetchall()
                done.append(view)
            except duckdb.Error as error:
                problems[view.name] = str(error)
                left.append(view)
        if len(left) == len(waiting):
            break
        waiting = left
    else:
        left = []
    known, reads = {*tables(), *(v.name for v in [*done, *left])}, _reads(left)
    return done, [_fault(view, problems[view.name], known, reads) for view in left]


def _fault(view: View, problem: str, known: set[str], reads: Mapping[str, frozenset[str]]) -> Fault:
    if ring := _ring(view.name, reads):
        return Fault(str(view.file), "", f"reads itself: {' > '.join(ring)}")
    missing = MISSING.search(problem)
    if missing and missing[1] == view.name:
        return Fault(str(view.file), "", "reads itself")
    told = f"took longer than {TRIAL_S:g} s on empty tables" if INTERRUPTED in problem else problem.split("\n")[0]
    return Fault(str(view.file), "", told, nearest(missing[1], known - {view.name, missing[1]}) if missing else "")


def _ring(name: str, reads: Mapping[str, frozenset[str]]) -> list[str]:
    """The way from a view through those it reads back to itself; empty where there is none."""
    ways = [[name]]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        for read in sorted(reads.get(way[-1], frozenset())):
            if read == name:
                return [*way, name]
            if read not in seen:
                seen.add(read)
                ways.append([*way, read])
    return []


def _create(view: View) -> str:
    """The statement that makes it over empty tables."""
    return statement("statements/trial" if view.is_once else "statements/view", schema="main", name=view.name, sql=view.sql)


def _tried(scratch: Connection, view: View, faults: list[Fault]) -> pa.Schema:
    goes_on()
    try:
        with Deadline(scratch, TRIAL_S):
            table = scratch.sql(f'SELECT * FROM "{view.name}"').to_arrow_table()  # noqa: S608 - a file's name
    except duckdb.Error as error:
        faults.append(_fault(view, str(error), set(), {}))
        return pa.schema([])
    if view.name.endswith("_measure"):
        faults += measure_faults(view.file, table)
    return table.schema
