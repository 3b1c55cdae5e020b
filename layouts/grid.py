"""A grid of names as scenes write it, checked and turned into CSS grid values."""

from collections.abc import Iterable, Mapping, Sequence

from layouts.panels.panel import no_such

EMPTY = "."
Cells = tuple[tuple[str, ...], ...]


def cells(lines: Sequence[str]) -> Cells:
    return tuple(tuple(line.split()) for line in lines)


def names(grid: Cells) -> tuple[str, ...]:
    """Panel ids in reading order, each once."""
    return tuple(dict.fromkeys(name for line in grid for name in line if name != EMPTY))


def faults(grid: Cells, panels: Iterable[str]) -> list[str]:
    """What is wrong with a grid, in sentences; empty when it can be drawn."""
    if not grid or not grid[0]:
        return ["is empty; write at least one line of panel names"]
    widths = {len(line) for line in grid}
    if len(widths) > 1:
        return [f"lines differ in length ({', '.join(map(str, sorted(widths)))} names); every line needs the same number"]
    known = sorted(panels)
    found = [no_such("panel", name, known) for name in names(grid) if name not in known]
    return found or [f"'{name}' is not one rectangle" for name in names(grid) if not _rectangle(grid, name)]


def _rectangle(grid: Cells, name: str) -> bool:
    held = [(y, x) for y, line in enumerate(grid) for x, cell in enumerate(line) if cell == name]
    down, across = {y for y, _ in held}, {x for _, x in held}
    return len(held) == (max(down) - min(down) + 1) * (max(across) - min(across) + 1)


def areas(grid: Cells) -> str:
    return " ".join(f'"{" ".join(line)}"' for line in grid)


def columns(grid: Cells, kinds: Mapping[str, str]) -> str:
    """Columns of cards have one fixed width and the rest share what is left; all equal when every column holds cards."""
    narrow = [_holds(grid, column, kinds, "kpi") for column in range(len(grid[0]))]
    if all(narrow):
        return f"repeat({len(narrow)}, minmax(0, 1fr))"
    return " ".join("var(--card)" if card else "minmax(0, 1fr)" for card in narrow)


def rows(grid: Cells, kinds: Mapping[str, str]) -> str:
    """A line of only the top bar is as high as the bar; the rest share what is left."""
    return " ".join("var(--bar)" if {kinds.get(name) for name in line} == {"bar"} else "minmax(0, 1fr)" for line in grid)


def _holds(grid: Cells, column: int, kinds: Mapping[str, str], kind: str) -> bool:
    return any(kinds.get(line[column]) == kind and line.count(line[column]) == 1 for line in grid)
