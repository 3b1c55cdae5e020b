"""Scenes of tests: the demo city's overview, and files that are wrong on purpose."""

import tomllib
from pathlib import Path

from layouts.scene import SceneSpec

ROOT = Path(__file__).parents[2]
BAD = sorted((Path(__file__).parent / "scenes").glob("*.bad.toml"))


def overview() -> SceneSpec:
    return SceneSpec.model_validate(tomllib.loads((ROOT / "cities/yantai/scenes/overview.toml").read_text(encoding="utf-8")))
