"""Views are read and tried before they reach the store, all or nothing: asked once in an empty city, in the order their names demand."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from datasources.answering.progress import goes_on
from datasources.catalogue import scratch
from datasources.catalogue.columns import column_faults
from datasources.catalogue.header import read_headed, said_faults
from datasources.catalogue.kpi import KPI_KEYS, kpi_faults, kpi_sql, measure_faults
from datasources.catalogue.library import COMMENT, KEPT, Library, View
from datasources.catalogue.opens import opens_faults
from datasources.catalogue.scratch import Scratch
from datasources.catalogue.select import read_text, select_fault
from datasources.catalogue.tried import Digest, Tried, digest_of
from datasources.fault import Fault, nearest
from datasources.place import Place
from datasources.storage.schema import tables
from datasources.storage.statements import MODEL, literal, statement

REQUIRED = ("title", "row", "formula", "unit", "source")
KEYS = (*REQUIRED, *KPI_KEYS, "once", "kept", "opens", "columns")
WORD = re.compile(r"\w+")
SETTING = re.compile(r"\bsetting\('(\w+)'\)")
MISSING = re.compile(r"(?:Table|View|Relation) with name (\w+) does not exist")
INTERRUPTED = "INTERRUPT Error"
NAME = re.compile(r"[^\W\d]\w*")
LATEST = MODEL / "vehicle_latest.sql"
OWN, OWN_ENDINGS = ("kpi_judged", "kpi_rule", "kpi_brought", "kpi_measured"), ("_measure", "_computed")


def view_files(folders: Sequence[Path]) -> dict[str, Path]:
    """Files by view name, of folders and all beneath them; a later folder's file replaces an earlier one's of the same name."""
    found = {LATEST.stem: LATEST}
    for folder in folders:
        found |= {path.stem: path for path in sorted(folder.rglob("*.sql"))}
    return found


def read_library(folders: Sequence[Path], place: Place, held: Path | None = None) -> tuple[Library, list[Fault]]:
    """Read, order and try every view. The library is whole only when there are no faults. What did not change is not tried again.

    held: a file that keeps what was found over a restart.
    """
    faults: list[Fault] = list(twice(folders))
    views: list[View] = []
    for name, path in view_files(folders).items():
        found, wrong = _read(name, path, place.settings)
        views += found
        faults += wrong
    trial, reads = Trial(place, Tried(place.timezone, held)), _reads(views)
    ordered, failed = trial.order(views, reads)
    library = Library(tuple(ordered), trial.schemas, {view.name: reads[view.name] & trial.schemas.keys() for view in ordered})
    faults += failed or _ways(library)
    if not faults:
        trial.tried.keep()
    return library, faults


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
    """Which views each names: never itself, nor a measure its own KPI."""
    named = {
        view.name: frozenset(WORD.findall(COMMENT.sub("", view.sql))) - {view.name, view.name.removesuffix("_measure")} for view in views
    }
    return {name: words & named.keys() for name, words in named.items()}


def _ways(library: Library) -> Iterator[Fault]:
    """What is wrong with where rows lead and with what columns are called."""
    schemas = library.schemas
    for view in library.views:
        own = schemas[view.name]
        if (text := view.header.get("opens")) and not view.name.endswith("_measure"):
            yield from opens_faults(view.file, text, own, schemas, library.parameters)
        if (text := view.header.get("columns")) and not view.name.endswith("_measure"):
            yield from column_faults(view.file, text, own.names)


def _read(name: str, path: Path, settings: Mapping[str, float]) -> tuple[list[View], list[Fault]]:
    headed = read_headed(path, KEYS, REQUIRED)
    if headed.unread:
        return [], headed.faults
    headed = headed._replace(sql=_settled(headed.sql, settings))
    faults = [*headed.faults, *said_faults(path, headed)]
    if wrong := _wrong_name(name):
        return [], [*faults, Fault(str(path), "", wrong)]
    if headed.header.get("kpi", "false") != "true" and "target" not in headed.header:
        kept = headed.header.get("kept", "false")
        if kept == "true" and name not in KEPT:
            faults.append(Fault(str(path), "kept", f"only these can be: {', '.join(KEPT)}"))
        once, whole, slow = headed.header.get("once", "false") == "true", kept == "true" and name in KEPT, kept == "minute"
        now = _settled(_now(name, path, whole, slow), settings)
        return [View(name, path, headed.header, headed.sql, is_once=once or whole or slow, is_kept=whole, is_slow=slow, now=now)], faults
    faults += kpi_faults(path, headed.header)
    judged = kpi_sql(name, headed.header) if not faults else headed.sql
    measure = View(f"{name}_measure", path, headed.header, headed.sql)
    return [measure, View(name, path, headed.header, judged, is_kpi=True)], faults


def _now(name: str, path: Path, kept: bool, slow: bool) -> str:
    """What stands for a view where what is kept is read."""
    if kept:
        return statement(f"kept/live/{name}")
    if slow:
        return statement("statements/slow_live", name=name)
    return statement("kept/now/vehicle_latest") if path == LATEST else ""


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


def _depths(reads: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How deep each view stands above those it names, as far as that can be told: to try in another order costs as much again."""
    depth: dict[str, int] = {}

    def deep(name: str) -> int:
        if name not in depth:
            depth[name] = 0  # of a ring somebody is first
            depth[name] = 1 + max(map(deep, reads[name]), default=-1)
        return depth[name]

    for name in reads:
        deep(name)
    return depth


class Trial:
    """Views asked for the first time. schemas: the columns of those that can be."""

    def __init__(self, place: Place, tried: Tried) -> None:
        self.tried, self.schemas = tried, dict[str, pa.Schema]()
        self._scratch, self._digests = Scratch(place), dict[str, Digest]()
        self._faults, self._problems = list[Fault](), dict[str, str]()

    def order(self, views: Sequence[View], reads: Mapping[str, frozenset[str]]) -> tuple[list[View], list[Fault]]:
        """Ask what can be asked until nothing more can: what is left names something that is not there."""
        depth = _depths(reads)
        done, waiting, before = list[View](), sorted(views, key=lambda view: depth[view.name]), 0
        with closing(self._scratch):
            while len(waiting) != before:
                before, left = len(waiting), list[View]()
                for view in waiting:
                    (done if self._sound(view, reads[view.name]) else left).append(view)
                waiting = left
        return done, [*self._faults, *self._unmade(waiting, reads)]

    def _unmade(self, left: Sequence[View], reads: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
        among = {view.name: reads[view.name] & {other.name for other in left} for view in left}
        files = {fault.file for fault in self._faults}
        for view in left:
            if str(view.file) not in files:  # a KPI fails with its measure
                yield _fault(view, self._problems[view.name], {*tables(), *reads}, among)

    def _sound(self, view: View, reads: frozenset[str]) -> bool:
        goes_on()
        there = {name: self.schemas[name] for name in reads & self.schemas.keys()}
        key = self.tried.key(view.name, view.sql, {name: self._digests[name] for name in there})
        schema = self.tried.recall(key)
        if schema is None:
            schema = self._asked(view, there, key)
        if schema is not None:
            self.schemas[view.name], self._digests[view.name] = schema, digest_of(schema)
        return schema is not None

    def _asked(self, view: View, there: Mapping[str, pa.Schema], key: str) -> pa.Schema | None:
        if not view.is_kpi and (wrong := select_fault(view.sql)):
            self._problems[view.name] = wrong
            return None
        try:
            rows = self._scratch.rows(view.name, view.sql, there)
        except duckdb.Error as error:
            self._problems[view.name] = str(error)
            return None
        faults = list(measure_faults(view.file, rows)) if view.name.endswith("_measure") else []
        self._faults += faults
        if not faults:
            self.tried.note(key, rows.schema)
        return rows.schema


def _fault(view: View, problem: str, known: set[str], reads: Mapping[str, frozenset[str]]) -> Fault:
    if ring := _ring(view.name, reads):
        return Fault(str(view.file), "", f"reads itself: {' > '.join(ring)}")
    missing = MISSING.search(problem)
    if missing and missing[1] == view.name:
        return Fault(str(view.file), "", "reads itself")
    told = f"took longer than {scratch.TRIAL_S:g} s on empty tables" if INTERRUPTED in problem else problem.split("\n")[0]
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
