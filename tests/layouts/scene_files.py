"""Scenes of tests: the demo city's, and files that are wrong on purpose."""

import tomllib
from pathlib import Path

from layouts.scene import SceneSpec

ROOT = Path(__file__).parents[2]
BAD = sorted((Path(__file__).parent / "scenes").glob("*.bad.toml"))


def named(name: str) -> SceneSpec:
    """A scene of the demo city."""
    return SceneSpec.model_validate(tomllib.loads((ROOT / f"cities/yantai/scenes/{name}.toml").read_text(encoding="utf-8")))


def every() -> list[SceneSpec]:
    """The scenes of the demo city in the order of their tabs."""
    names = [file.stem for file in (ROOT / "cities/yantai/scenes").glob("*.toml")]
    return sorted((named(name).model_copy(update={"name": name}) for name in names), key=lambda scene: scene.order)


def overview() -> SceneSpec:
    return named("overview")
