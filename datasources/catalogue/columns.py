"""`columns`: a view's own columns in words, `name = 名称 | Name; wait_s = 候车 | Wait : duration; share = 占比 | Share : 1`.

After the colon: a count of decimals, or duration (seconds), or metres (shown as km)."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from datasources.fault import Fault, nearest

TOLD = re.compile(r"\s*(\w+)\s*=\s*([^|:]+?)\s*\|\s*([^|:]+?)\s*(?::\s*(duration|metres|\d))?\s*")
FORM = "expected column = 中文 | English, then `: duration`, `: metres` or `: 1` (decimals) where it is such a number"


def column_faults(file: Path, text: str, own: Collection[str]) -> Iterator[Fault]:
    """What is wrong with a `columns`; `own`: the columns that the view gives (`name` stands for name_zh and name_en too)."""
    known = {*own, *(name.removesuffix("_zh") for name in own if name.endswith("_zh"))}
    for part in filter(str.strip, text.split(";")):
        found = TOLD.fullmatch(part)
        if found is None:
            yield Fault(str(file), "columns", f"{FORM}; found {part.strip()!r}")
        elif found[1] not in known:
            yield Fault(
                str(file), "columns", f"this view gives no column {found[1]!r}; it gives {', '.join(own)}", nearest(found[1], known)
            )
