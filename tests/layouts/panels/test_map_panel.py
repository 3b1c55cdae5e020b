from typing import Any

from layouts.panels import map as map_panel
from layouts.panels.map import MapSpec
from layouts.words import Text
from tests.layouts.rows import context, rows
from tests.layouts.tree import attribute, classed, said


def drawn(lang: Any = "zh", given: Any = None, **changes: Any) -> Any:
    spec = MapSpec(kind="map", id="map", attribution=Text(zh="区界", en="Districts"))
    return map_panel.draw(spec, rows() if given is None else given, context(lang, **changes))


def test_the_legend_is_the_layer_switch_with_counts_and_ages() -> None:
    layers = classed(drawn("en"), "layer")
    assert [said(layer, "layer")[0] for layer in layers] == [
        "Traffic 40 s Free 897 km Slow 199 km Congested 59 km Severe 11 km",
        "Buses 8 s On time 1,016 Early 31 Late 242 Silent 26 Waiting etc. 12",
        "Incidents —",
    ]
    assert attribute(drawn(), "data-layer") == ["roads", "vehicles", "marks"]
    assert attribute(drawn(), "aria-pressed") == ["true"] * 3


def test_a_layer_without_rows_shows_no_count() -> None:
    assert said(classed(drawn("en", {}), "layer")[1], "layer") == ["Buses — On time Early Late Silent Waiting etc."]


def test_a_state_of_nothing_is_told_as_nothing() -> None:
    calm = [row for row in rows()["map_layers"] if row["state"] not in ("grade_4", "late")]
    layers = classed(drawn("en", {"map_layers": calm}), "layer")
    assert said(layers[0], "layer")[0].endswith("Severe 0 km") and "Late 0 Silent" in said(layers[1], "layer")[0]


def test_the_watermark_says_what_the_data_is() -> None:
    assert said(drawn(), "watermark") == ["演示数据 DEMO"]
    assert said(drawn(mode="replay", demo=False), "watermark") == ["回放 REPLAY"]
    assert said(drawn(demo=False), "watermark") == []
