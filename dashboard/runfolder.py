"""The run folder: what the processes of one wall share while they live. On tmpfs where there is one."""

import hashlib
import os
import tempfile
import time
from pathlib import Path

from datasources.frames import write_whole

BEAT_S = 0.5
MOST_WANTED = 200  # drawn with every tick; more than that are drawn as they are asked for, so that no number of wishes stops a wall


def run_folder(data: Path) -> Path:
    """The run folder that belongs to a data folder; made if need be, readable by its owner alone."""
    shm = Path("/dev/shm")
    base = shm if os.access(shm, os.W_OK) else Path(tempfile.gettempdir())
    digest = hashlib.blake2b(str(data.resolve()).encode(), digest_size=6).hexdigest()
    folder = base / f"city-brain-{os.getuid()}-{digest}"
    lay_out(folder)
    return folder


def lay_out(folder: Path) -> tuple[int, ...]:
    """Make what is not there: a cleaner of temporary files, or logind as its owner logs out, takes it away under a running wall.
    Which folders they are: others where they were made anew."""
    parts = (folder, folder / "frames", folder / "wanted", folder / "walls")
    for part in parts:
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
    return tuple(part.stat().st_ino for part in parts)


def socket_of(run: Path) -> Path:
    return run / "engine.sock"


def beat(run: Path, process: str) -> None:
    """Say that `process` is alive now."""
    write_whole(run / f"heartbeat.{process}", str(time.monotonic()).encode())


def threads_file(run: Path, process: str) -> Path:
    """What `process` says of its threads when it is asked."""
    return run / f"threads.{process}"


class Heart:
    """Beats as often as it is told to, but not for nothing."""

    def __init__(self, run: Path, process: str) -> None:
        self._run, self._process, self._last = run, process, -BEAT_S

    def beat(self) -> None:
        now = time.monotonic()
        if now - self._last >= BEAT_S:
            self._last = now
            beat(self._run, self._process)


def beat_age(run: Path, process: str) -> float | None:
    """Seconds since the last heartbeat, None where there was none. Monotonic: clock steps do not matter."""
    try:
        return time.monotonic() - float((run / f"heartbeat.{process}").read_text())
    except (OSError, ValueError):
        return None


def want(run: Path, frame: str) -> None:
    """Ask for a frame that is drawn only while somebody looks."""
    (run / "wanted" / frame).touch()


def wanted(run: Path, within_s: float) -> list[str]:
    """Frames asked for in the last `within_s` seconds, of more than MOST_WANTED the newest wishes; older ones are dropped."""
    now, kept = time.time(), []
    for path in (run / "wanted").iterdir():
        asked = path.stat().st_mtime
        if abs(now - asked) <= within_s:
            kept.append((asked, path.name))
        else:
            path.unlink(missing_ok=True)
    return sorted(name for _, name in sorted(kept)[-MOST_WANTED:])
