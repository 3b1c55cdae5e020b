"""The library of views: .sql files, one SELECT each, the file name is the view name; a city's own replace standard ones (see trial.py)."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyarrow as pa

from datasources.storage.statements import MODEL

STANDARD = Path(__file__).parent.parent / "views"
KEPT = tuple(sorted(file.stem for file in (MODEL / "kept" / "live").glob("*.sql")))  # views that can be kept
COMMENT = re.compile(r"--.*")
PARAMETER = re.compile(r"parameter\('(\w+)'\)")


@dataclass(frozen=True)
class View:
    """One view: its header, its file and the statement that makes it. `is_kpi`: judged by the wrapper around <name>_measure.
    `is_once`: a snapshot computes it once for all the views that read it (header `once: true`). `is_kept`: what it says now is kept up as
    rows land, and read from there (`kept: true`, keeping.py). `is_slow`: snapshots read what it said within the last minute
    (`kept: minute`; for what neither scope() nor parameter() changes). `now`: what stands for it where what is kept is read, if anything
    does."""

    name: str
    file: Path
    header: Mapping[str, str]
    sql: str
    is_kpi: bool = False
    is_once: bool = False
    is_kept: bool = False
    is_slow: bool = False
    now: str = ""


@dataclass(frozen=True)
class Library:
    """Views in an order in which they can be made, with the Arrow schema of each."""

    views: tuple[View, ...] = ()
    schemas: Mapping[str, pa.Schema] = field(default_factory=dict)
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

    def once(self, asked: Iterable[str], there: frozenset[str] = frozenset()) -> Sequence[str]:
        """The views to compute once before these are asked, each after those it reads itself. there: what need not be computed, nor what
        only that reads."""
        key = frozenset(asked) - there, there
        if key not in self._before:
            wanted = self.closure(*key) - there
            self._before[key] = tuple(name for name in self._once if name in wanted)
        return self._before[key]

    def closure(self, asked: Collection[str], there: Collection[str] = ()) -> set[str]:
        """These views and all that they read; what is there already is reached, and not what it reads itself."""
        reached, waiting = set(asked), list(asked)
        while waiting:
            new = self.reads.get(waiting.pop(), frozenset()) - reached
            reached |= new
            waiting += new.difference(there)
        return reached

    def alike(self, asked: Iterable[str], parameters: Collection[str]) -> frozenset[str]:
        """What says the same whatever these parameters say: such views of those asked, and such shared ones that the others read. What is
        read only by what is there already is not looked for."""
        key = frozenset(asked), frozenset(parameters)
        if key not in self._alike:
            self._alike[key] = frozenset(self._found_alike(*key))
        return self._alike[key]

    def _found_alike(self, asked: Collection[str], parameters: Collection[str]) -> set[str]:
        found: set[str] = set()
        waiting, seen = list(asked), set(asked)
        while waiting:
            name = waiting.pop()
            if self._same(name, parameters) and (name in asked or name in self._shared):
                found.add(name)
                continue
            new = self.reads.get(name, frozenset()) - seen
            seen |= new
            waiting += new - self.there
        return found

    def given(self, asked: Collection[str], known: Collection[str], there: Collection[str]) -> list[str]:
        """Those of the known shared views that these read. there: what else is there, whatever it read."""
        return sorted(self._shared & self.closure(asked, {*known, *there}) & set(known))

    def _same(self, name: str, parameters: Collection[str]) -> bool:
        return not self.parameters.get(name, frozenset()) & set(parameters)

    @cached_property
    def _before(self) -> dict[tuple[frozenset[str], frozenset[str]], Sequence[str]]:
        """What `once` found: it is asked for every view of every snapshot, which are ever the same."""
        return {}

    @cached_property
    def _alike(self) -> dict[tuple[frozenset[str], frozenset[str]], frozenset[str]]:
        """What `alike` found, as `_before`."""
        return {}

    @cached_property
    def _once(self) -> list[str]:
        return [view.name for view in self.views if view.is_once]

    @cached_property
    def there(self) -> frozenset[str]:
        """What questions about now need not compute."""
        return frozenset(view.name for view in self.views if view.is_kept or view.is_slow)

    @cached_property
    def _shared(self) -> set[str]:
        return {*self._once} - self.there

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
