"""A folder for one measurement, laid out like a run folder, on tmpfs where there is one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def room() -> Iterator[Path]:
    """run/ as a wall has it and files/ for nginx, readable by any user; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    folder.chmod(0o755)
    for part in ("run/frames", "run/walls", "run/wanted", "files"):
        (folder / part).mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
