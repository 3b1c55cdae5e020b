"""One screenful: a grid of panels. The spec is strict; whatever is wrong with it is said in one go, with the nearest known name."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from dash.development.base_component import Component
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from layouts import grid, ids
from layouts.context import Context, Rows
from layouts.identify import name_tree
from layouts.panels import PANELS
from layouts.panels.bar import BarSpec
from layouts.panels.contour import ContourSpec
from layouts.panels.heading import HeadingSpec
from layouts.panels.kpi import KpiSpec
from layouts.panels.ladder import LadderSpec
from layouts.panels.league import LeagueSpec
from layouts.panels.map import MapSpec
from layouts.panels.note import NoteSpec
from layouts.panels.panel import Needs, no_such, unanswered
from layouts.panels.passes import PassesSpec
from layouts.panels.rail import RailSpec
from layouts.panels.table import TableSpec
from layouts.panels.time import TimeSpec
from layouts.panels.timespace import TimeSpaceSpec
from layouts.panels.worst import WorstSpec
from layouts.words import Text

AnySpec = Annotated[
    BarSpec
    | ContourSpec
    | HeadingSpec
    | KpiSpec
    | LadderSpec
    | LeagueSpec
    | MapSpec
    | NoteSpec
    | PassesSpec
    | RailSpec
    | TableSpec
    | TimeSpec
    | TimeSpaceSpec
    | WorstSpec,
    Field(discriminator="kind"),
]
PanelId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Parameter = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,30}$")]
Source = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
TAKEN = ("scene", "lang", "scope", "at", "card", "vehicle", "segment", "row", "layers", "theme", "distance", "height", "window_s")


class SceneSpec(BaseModel):
    """`grid` is for 16:9; `grid_wide` for spliced and 32:9 walls, `grid_tall` for pillars. Tablets flow: the bar, the map, then
    the rest in the order of their tables."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    name: str = ""  # the file's
    title: Text
    order: int = 100  # of its tab among the others
    panels: dict[PanelId, AnySpec] = Field(min_length=1)
    parameters: tuple[Parameter, ...] = ()  # keys of the address that its views read with parameter('...'): a line, a corridor
    settles: dict[Parameter, Source] = Field(default_factory=dict)  # parameter -> view.column: what an address without them gets at opening
    grid: tuple[str, ...]
    grid_wide: tuple[str, ...] | None = None
    grid_tall: tuple[str, ...] | None = None

    @field_validator("panels", mode="before")
    @classmethod
    def _named(cls, panels: Any) -> Any:
        """Each panel knows its own name: the key of its table."""
        if not isinstance(panels, Mapping):
            return panels
        if told := sorted(name for name, panel in panels.items() if isinstance(panel, Mapping) and "id" in panel):
            raise ValueError(f"{told[0]}.id: a panel is named by its table; take the key out")
        if found := [f"{name}.kind: {_odd_kind(panel)}" for name, panel in panels.items() if _odd_kind(panel)]:
            raise ValueError("; ".join(found))
        return {name: {**panel, "id": name} if isinstance(panel, Mapping) else panel for name, panel in panels.items()}

    @field_validator("parameters")
    @classmethod
    def _free(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """A key of the address means one thing."""
        if taken := [name for name in names if name in TAKEN]:
            raise ValueError(f"'{taken[0]}' has a meaning of its own in every address; choose another name")
        return names

    @field_validator("grid", "grid_wide", "grid_tall")
    @classmethod
    def _drawable(cls, lines: tuple[str, ...] | None, info: ValidationInfo) -> tuple[str, ...] | None:
        panels = info.data.get("panels")
        if lines is not None and panels is not None and (found := grid.faults(grid.cells(lines), panels)):
            raise ValueError("; ".join(found))
        return lines

    @model_validator(mode="after")
    def _settles_itself(self) -> "SceneSpec":
        if odd := [name for name in self.settles if name not in self.parameters]:
            raise ValueError(f"settles.{odd[0]}: {no_such('parameter', odd[0], self.parameters)}")
        return self

    @model_validator(mode="after")
    def _all_placed(self) -> "SceneSpec":
        placed = {name for lines in self.grids().values() for name in grid.names(grid.cells(lines))}
        for name, panel in self.panels.items():
            if panel.over is not None and panel.over not in placed:
                raise ValueError(f"panels.{name}.over: {no_such('panel in a grid', panel.over, placed)}")
            if panel.over is None and name not in placed:
                raise ValueError(f'panels.{name}: stands in no grid; put its name into one, or set over = "<panel>"')
        return self

    def grids(self) -> dict[str, tuple[str, ...]]:
        """The grids there are: always `base`; `wide` and `tall` where the scene gives them."""
        known = {"base": self.grid, "wide": self.grid_wide, "tall": self.grid_tall}
        return {name: lines for name, lines in known.items() if lines is not None}


def needs(scene: SceneSpec) -> Needs:
    """Every view the scene asks, with the columns its panels read."""
    asked: dict[str, dict[str, None]] = {}
    for panel in scene.panels.values():
        for view, columns in PANELS[panel.kind].needs(panel).items():
            asked.setdefault(view, {}).update(dict.fromkeys(columns))
    for _, (view, column) in _sources(scene):
        asked.setdefault(view, {})[column] = None
    return {view: tuple(columns) for view, columns in asked.items()}


def _sources(scene: SceneSpec) -> list[tuple[str, tuple[str, str]]]:
    """Parameter, and the view and column that settle it."""
    return [(name, (view, column)) for name, source in scene.settles.items() for view, _, column in [source.partition(".")]]


def askers(scene: SceneSpec) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Which key of which panel asks which view for which columns; the panel where no key of it names the view."""
    for name, panel in scene.panels.items():
        for view, columns in PANELS[panel.kind].needs(panel).items():
            key = next((field for field in type(panel).model_fields if getattr(panel, field) == view), "")
            yield f"panels.{name}.{key}".rstrip("."), view, columns
    yield from ((f"settles.{name}", view, (column,)) for name, (view, column) in _sources(scene))


def most(scene: SceneSpec) -> dict[str, int]:
    """How many rows of each view its panels can draw."""
    found: dict[str, int] = {}
    for panel in scene.panels.values():
        kind = PANELS[panel.kind]
        for view in kind.needs(panel):
            found[view] = max(found.get(view, 0), kind.most)
    return found


def settled(scene: SceneSpec, rows: Rows) -> dict[str, str]:
    """What the scene turned out to be about, as keys of the address: it stays with that while somebody looks."""
    firsts = {name: (next(iter(rows.get(view, [])), {}), column) for name, (view, column) in _sources(scene)}
    return {name: str(row[column]) for name, (row, column) in firsts.items() if row.get(column) is not None}


def draw(scene: SceneSpec, rows: Rows, context: Context) -> dict[str, Component]:
    """Panel id -> its tree, every node named."""
    return dict(_drawn(scene, rows, context))


def _drawn(scene: SceneSpec, rows: Rows, context: Context) -> Iterator[tuple[str, Component]]:
    for name, panel in scene.panels.items():
        view = getattr(panel, "view", None)
        lost = view in context.failed and panel.kind != "kpi"  # a KPI's own row says so
        drawn = unanswered(panel, str(view), context) if lost else PANELS[panel.kind].draw(panel, rows, context)
        yield name, name_tree(drawn, ids.root(name))


def _odd_kind(panel: Any) -> str:
    if not isinstance(panel, Mapping) or panel.get("kind") in PANELS:
        return ""
    return no_such("kind", str(panel["kind"]), PANELS) if "kind" in panel else f"Field required; one of {', '.join(sorted(PANELS))}"
