"""Files of a city folder that mean nothing where they lie: a misspelt name must not be a silent one."""

import re
from collections.abc import Iterator
from pathlib import Path

from datasources.fault import Fault, nearest

FILES = ("city.toml", "feeds.toml", "alerts.toml")
FOLDERS = {"scenes": ".toml", "views": ".sql", "mappings": ".sql"}
SCENE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # it stands in addresses and in names of frames
BESIDE = {"", ".md", ".bak", ".orig", ".swp", ".tmp"}  # what people and editors leave beside


def stray_files(folder: Path) -> Iterator[Fault]:
    for path in sorted(folder.iterdir()):
        name = path.name
        if name in FOLDERS:
            yield from _within(path) if path.is_dir() else [Fault(name, "", "expected a folder")]
        elif path.suffix.lower() == ".toml" and name not in FILES:
            yield Fault(name, "", f"is no file of a city; known are {', '.join(FILES)}", nearest(name, FILES))
        elif path.is_dir() and not name.startswith(".") and any(p.suffix in (".toml", ".sql") for p in path.iterdir()):
            yield Fault(name, "", f"is no folder of a city; known are {', '.join(FOLDERS)}", nearest(name, FOLDERS))


def _within(folder: Path) -> Iterator[Fault]:
    kind = FOLDERS[folder.name]
    for path in sorted(folder.rglob("*")):
        name = f"{folder.name}/{path.relative_to(folder)}"
        if path.name.startswith(".") or path.name.endswith("~") or path.suffix in BESIDE:
            continue
        if path.suffix != kind:
            yield Fault(name, "", f"expected a name that ends in {kind}")
        elif folder.name != "views" and path.parent != folder:
            yield Fault(name, "", f"expected it in {folder.name}/ itself: only views have folders beneath")
        elif folder.name == "scenes" and not SCENE.fullmatch(path.stem):
            yield Fault(name, "", "expected a name of letters a-z, digits, _ and -: it stands in addresses")
