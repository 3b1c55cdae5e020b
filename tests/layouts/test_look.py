"""Colours by the numbers: text at least 4.5:1, shapes at least 3:1, saturation only for what is abnormal, sizes in rem only."""

import colorsys
import re
from pathlib import Path

import pytest

SHEETS = sorted((Path(__file__).parents[2] / "assets").glob("wall*.css"))
SOURCE = {sheet.name: re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL) for sheet in SHEETS}


def tokens(selector: str) -> dict[str, str]:
    block = SOURCE["wall.css"].split(selector + " {")[1].split("}")[0]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))


THEMES = {"dark": tokens(":root"), "light": tokens(':root[data-theme="light"]')}
themes = pytest.mark.parametrize("theme", THEMES)


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@themes
@pytest.mark.parametrize("ground", ["bg", "panel", "raised", "hatch", "sea"])
@pytest.mark.parametrize("text", ["ink", "soft", "dim", "accent", "attention", "critical", "stale"])
def test_text_is_readable(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@themes
@pytest.mark.parametrize(
    ("text", "ground"), [("on-attention", "attention"), ("on-critical", "critical"), ("on-critical", "bad"), ("bg", "accent")]
)
def test_text_on_colour_is_readable(theme: str, text: str, ground: str) -> None:
    assert contrast(THEMES[theme][text], THEMES[theme][ground]) >= 4.5


@themes
@pytest.mark.parametrize(
    ("shape", "ground"),
    [
        ("trend", "panel"),
        ("calm", "panel"),
        ("edge", "panel"),
        ("grade-2", "land"),
        ("grade-3", "land"),
        ("grade-4", "land"),
        ("bus", "land"),
        ("bus-late", "land"),
        ("bus-silent", "land"),
    ],
)
def test_shapes_can_be_seen(theme: str, shape: str, ground: str) -> None:
    assert contrast(THEMES[theme][shape], THEMES[theme][ground]) >= 3.0


@themes
@pytest.mark.parametrize(
    "name",
    ["bg", "panel", "raised", "line", "edge", "ink", "soft", "dim", "stale", "calm", "trend", "band", "fill", "hatch", "land", "road"],
)
def test_what_is_normal_has_no_strong_colour(theme: str, name: str) -> None:
    red, green, blue = channels(THEMES[theme][name])
    assert max(red, green, blue) - min(red, green, blue) <= 0.17, "chroma"


@themes
def test_abnormal_states_differ_in_hue_and_lightness(theme: str) -> None:
    hues = [colorsys.rgb_to_hls(*channels(THEMES[theme][name]))[0] * 360 for name in ("attention", "critical")]
    assert 30 <= abs(hues[0] - hues[1]) % 360 <= 330


def test_both_themes_have_the_same_colours() -> None:
    assert set(THEMES["dark"]) == set(THEMES["light"])


# what layouts/ write on an element itself
INLINE = {"scale", "who", "before"} | {f"{what}{width}" for what in ("columns", "below") for width in ("", "-narrow", "-phone")}


def test_every_colour_used_is_a_token_that_is_there() -> None:
    defined = set(re.findall(r"--([\w-]+):", "".join(SOURCE.values()))) | INLINE
    composed = {f"{what}-{grid}" for what in ("areas", "columns", "rows") for grid in ("base", "wide", "tall")}
    used = set(re.findall(r"var\(--([\w-]+)", "".join(SOURCE.values())))
    assert used - defined - composed == set()


def test_lengths_are_in_rem() -> None:
    """Pixels only for hairlines, fingers, and the screen's own limits."""
    plain = "".join(re.sub(r"@(media|container)[^{]*\{", "", source) for source in SOURCE.values())
    assert set(re.findall(r"\b\d*\.?\d+px\b", plain)) <= {"1px", "0px", "44px", "15px"}


def test_nothing_blinks_or_moves_by_itself() -> None:
    assert not re.search(r"animation|transition|@keyframes", "".join(SOURCE.values()))


def test_no_type_is_smaller_than_nine_tenths_of_a_rem() -> None:
    sizes = [float(size) for size in re.findall(r"font-size:\s*(\d*\.?\d+)rem", "".join(SOURCE.values()))]
    assert min(sizes) >= 0.9
