"""The generated reference: docs/kpis.md from the headers of the standard views, docs/config.md from the specs of a city's files."""

import inspect
import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from dashboard.city import CitySpec, Retention
from dashboard.reference_sql import settings, ways
from datasources.alerts import AlertSpec
from datasources.catalogue.library import STANDARD
from datasources.catalogue.trial import KEYS, read_library
from datasources.feed import FeedSpec
from datasources.place import Place
from datasources.readers.trip_name import TripName
from layouts.panels import PANELS, table, worst
from layouts.scene import SceneSpec
from layouts.words import pick

HEADER = {  # what a key at the top of a view's file says
    "title": "`中文 | English`",
    "row": "`中文 | English`: what one row is",
    "formula": "`中文 | English`: how the figures come about",
    "unit": "`中文 | English`; `-` where there is none",
    "source": "`中文 | English`: the standard or the tables that it rests on",
    "once": "`true`: computed once a snapshot for all the views that read it",
    "kept": "`true`: kept up as rows land, and read from there by questions about now",
    "opens": "where a tap on a row leads: `trip_rows(route = route_id) as route_name`; parameters of that view from columns of this one, "
    "`as` the column that says what the row is called (`name` for a pair `name_zh`, `name_en`). `segment_card` and `vehicle_card` open "
    "these cards. `<kpi>_rows` is where a KPI's card leads",
    "columns": "columns in words: `name = 名称 | Name; wait_s = 候车 | Wait : duration`; after the colon `duration` (seconds), `metres` "
    "or a count of decimals. Common ones are known",
    "kpi": "`true`: one row giving value, numerator, denominator, coverage (0..1), content_time, sample (a text such as `12/40`), judged "
    "before it is shown",
    "target": "`none`, or a comparison such as `>= 85`",
    "coverage_floor": "share 0..1 below which there is no number",
    "feeds": "tables that it rests on: stale where a feed that brings them is; of `segment_speed` and `detector_reading` where all are",
    "rule": "`中文 | English`, a few words for the card",
    "nothing": "`中文 | English`, why there is no value where the denominator is 0; without it that is no data",
    "decimals": "of the figure on the card",
    "recorded": "`false`: its past is not kept (it is about a single line, say); default `true`",
    "normal": "`中文 | English`",
    "investigate_if": "`中文 | English`",
    "possible_causes": "`中文 | English`",
}
MODULE = re.compile(r"\b(?:[a-z_]+\.)+(?=\w)")  # before the name of a type
ANY_PANEL = re.compile(r"\w+Spec(?: \| \w+Spec)+")
REMARK = re.compile(r"^    (\w+): .*?  # (?!fmt:|noqa|type:)(.+)$", re.MULTILINE)
MADE = "<!-- made by `make docs`: edit the {} instead -->\n"
COLUMNS: dict[str, type[BaseModel]] = {"table": table.Column, "worst": worst.Column}
FACTS = ("row", "formula", "unit", "source", "feeds", "target", "coverage_floor", "rule", "normal", "investigate_if", "possible_causes")
NAMES = {
    "row": "One row", "investigate_if": "Investigate if", "possible_causes": "Possible causes", "coverage_floor": "Coverage floor",
    "feeds": "Rests on",
}  # fmt: skip


def kpis_page() -> str:
    """docs/kpis.md."""
    library, _ = read_library([STANDARD], Place())
    kpis = {view.name: view.header for view in library.views if view.is_kpi}
    others = {v.name: v.header for v in library.views if v.name not in kpis and not v.name.endswith("_measure")}
    return "\n".join(
        [
            "# The standard KPIs\n",
            MADE.format("headers in `datasources/views/`"),
            "Every KPI is a view of one row; it is `unknown` below its coverage floor and `stale` while a feed that brings what it rests",
            "on is stale or down (of speeds and detectors: all that bring them), and then has no value.",
            "A city replaces a view by a file of the same name in its own `views/`.\n",
            *(part for name in sorted(kpis) for part in _kpi(name, library.headers())),
            "## The views beneath\n",
            "| view | what | one row |",
            "|---|---|---|",
            *(f"| `{name}` | {_cell(header['title'])} | {_cell(pick(header['row'], 'en'))} |" for name, header in sorted(others.items())),
            "",
        ]
    )


def _kpi(name: str, headers: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    header = headers[name]
    yield f"## {header['title'].replace('|', '·')}\n"
    yield f"`{name}`\n"
    for fact in FACTS:
        if header.get(fact):
            yield f"- **{NAMES.get(fact, fact.capitalize())}**: {pick(header[fact], 'en')}"
    if steps := way(name, headers):
        yield f"- **Opens into**: {' › '.join(f'`{view}`' for view in steps)}"
    yield ""


def way(kpi: str, headers: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The views that a tap after a tap leads through, from the rows behind the card on."""
    way, view = [], f"{kpi}_rows"
    while view in headers and view not in way:
        way.append(view)
        view = headers[view].get("opens", "").partition("(")[0].strip()
    return way


def _cell(text: str) -> str:
    return text.replace("|", "·")


def config_page() -> str:
    """docs/config.md."""
    parts = [
        "# The files of a city\n",
        MADE.format("specs named below"),
        "`python -m dashboard check CITY` says everything that is wrong with a city at once; `--schema` writes JSON Schemas for editors.",
        'Durations are texts such as `"10s"`, `"5m"`, `"1h"`; `Text` is `{ zh = "…", en = "…" }`;',
        "`${name}` takes a value from `[variables]` or `--set name=…`.\n",
    ]
    files: list[tuple[str, type[BaseModel]]] = [
        ("city.toml", CitySpec), ("city.toml, [retention]", Retention), ("feeds.toml, one table a feed", FeedSpec),
        ("feeds.toml, [<feed>.trip_name]", TripName),
        ("alerts.toml, one table a rule", AlertSpec), ("scenes/<name>.toml", SceneSpec),
    ]  # fmt: skip
    for kind, panel in PANELS.items():
        files.append((f"scenes/<name>.toml, a panel of kind `{kind}`", panel.spec))
        if kind in COLUMNS:
            files.append((f"scenes/<name>.toml, a column of a `{kind}`", COLUMNS[kind]))
    for title, model in files:
        parts += [f"## {title}\n", *_intro(model), "| key | is | default | means |", "|---|---|---|---|", *_keys(model), ""]
    parts += [*ways(), *settings()]
    parts += [
        "## views/<name>.sql\n",
        "One SELECT; the file's name is the view's. Above it `-- key: value` lines; a KPI has those from `kpi` on too.\n",
    ]
    parts += ["| key | is |", "|---|---|", *(f"| `{key}` | {_cell(HEADER[key])} |" for key in HEADER if key in KEYS), ""]
    return "\n".join(parts)


def _intro(model: type[BaseModel]) -> list[str]:
    text = (model.__doc__ or "").strip()
    return [" ".join(line.strip() for line in text.splitlines()) + "\n"] if text and model.__doc__ != BaseModel.__doc__ else []


def _keys(model: type[BaseModel]) -> Iterator[str]:
    means = _remarks(model)
    for name, info in model.model_fields.items():
        if name not in ("name", "id", "kind") or model is CitySpec:
            yield f"| `{info.alias or name}` | {_type(info)} | {_default(info)} | {_cell(means.get(name, ''))} |"


def _remarks(model: type[BaseModel]) -> dict[str, str]:
    """What stands beside each key in the source, of the specs that it is made from too."""
    found: dict[str, str] = {}
    for spec in reversed(model.__mro__):
        if issubclass(spec, BaseModel) and spec is not BaseModel:
            found |= dict(REMARK.findall(inspect.getsource(spec)))
    return found


def _type(info: FieldInfo) -> str:
    if any(getattr(m, "func", None) is not None and getattr(m.func, "__name__", "") == "seconds" for m in info.metadata):
        return "duration"
    return _cell(_named(info.annotation))


def _bare(kind: Any) -> Any:
    """A type without what else a spec says of it."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _bare(parts[0])
    return origin[tuple(map(_bare, parts))] if origin in (tuple, dict) else kind


def _named(annotation: Any) -> str:
    annotation = _bare(annotation)
    text = annotation.__name__ if isinstance(annotation, type) and not getattr(annotation, "__args__", None) else str(annotation)
    return ANY_PANEL.sub("a panel", MODULE.sub("", text))


def _default(info: FieldInfo) -> str:
    if info.is_required():
        return "required"
    if info.default_factory_takes_validated_data:
        return "from the other keys"
    value = info.get_default(call_default_factory=True)
    return f"`{value.model_dump()}`" if isinstance(value, BaseModel) else f"`{value!r}`"
