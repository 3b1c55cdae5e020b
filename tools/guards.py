"""Each guard that a fault is stopped by is taken out in turn, and the tests named beside it must fail: python -m tools.guards [WORD …].

The guards stand in tests/guards.toml. The work is done in a copy of the tree; with words only guards whose row, title or file holds one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_S = 300.0  # a test whose guard is gone may not hang either
WHOLE_S = 3600.0  # all tests of the table, with every guard in its place
PASSED, FAILED = 0, 1  # exit codes of pytest
SAID = {PASSED: "SURVIVED", FAILED: "seen to fail", None: "HANGS"}


@dataclass(frozen=True)
class Guard:
    """`text`, which stands once in `file`, keeps the promise of `title`; with `without` in its place one of `tests` fails."""

    row: str
    title: str
    file: str
    text: str
    without: str
    tests: tuple[str, ...]

    def fault(self, root: Path) -> str:
        """Why it is no guard, "" when it is one."""
        if self.text == self.without:
            return "is replaced by itself"
        stands = (root / self.file).read_text("utf-8").count(self.text) if (root / self.file).is_file() else 0
        return "" if stands == 1 else f"its text stands {stands} times in {self.file}, not once"


def guards(root: Path = ROOT) -> list[Guard]:
    """As the table has them, in its order."""
    listed = tomllib.loads((root / "tests" / "guards.toml").read_text("utf-8"))["guard"]
    return [Guard(**{**entry, "tests": tuple(entry["tests"])}) for entry in listed]


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """The files that git knows or would take, somewhere else."""
    listed = subprocess.run(["git", "ls-files", "-coz", "--exclude-standard"], cwd=root, capture_output=True, check=True).stdout
    with tempfile.TemporaryDirectory(prefix="guards-") as folder:
        for name in filter(None, listed.decode().split("\0")):
            if (root / name).is_file():
                (Path(folder) / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / name, Path(folder) / name)
        yield Path(folder)


@contextmanager
def without(guard: Guard, tree: Path) -> Iterator[None]:
    """The tree as it would be if nobody had thought of it."""
    path = tree / guard.file
    whole = path.read_text("utf-8")
    path.write_text(whole.replace(guard.text, guard.without), "utf-8")
    try:
        yield
    finally:
        path.write_text(whole, "utf-8")


def ended(tests: Sequence[str], tree: Path, longest_s: float = LONGEST_S) -> int | None:
    """pytest's exit code; None when it did not end. (No bytecode: a file of the same size and second would be taken for the one before.)"""
    data = os.environ.get("CITY_BRAIN_DATA", str(ROOT.parent / "shared" / "data"))
    said = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(tree), "CITY_BRAIN_DATA": data}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", "-p", "no:cacheprovider", *tests]
    with (tree / "guards.log").open("wb") as log:
        running = subprocess.Popen(command, cwd=tree, env=said, stdout=log, stderr=log, start_new_session=True)
        try:
            return running.wait(longest_s)
        except subprocess.TimeoutExpired:
            return None
        finally:
            if running.poll() is None:
                os.killpg(running.pid, 9)
                running.wait()


def main(words: Sequence[str]) -> int:
    """Exit code: 0 when every guard was seen to be one."""
    chosen = [g for g in guards() if not words or any(word in f"{g.row} {g.title} {g.file}" for word in words)]
    bad, began = 0, time.monotonic()
    with copied(ROOT) as tree:
        whole = ended(sorted({test for guard in chosen for test in guard.tests}), tree, WHOLE_S)
        if whole != PASSED:
            print((tree / "guards.log").read_text("utf-8", "replace")[-3000:])
            print("the tests fail, or do not end, with every guard in its place")
            return 1
        for guard in chosen:
            said = guard.fault(tree)
            if not said:
                with without(guard, tree):
                    code = ended(guard.tests, tree)
                said = SAID.get(code, f"DID NOT RUN (pytest: {code})")
            bad += said != SAID[FAILED]
            print(f"{guard.row:<6} {guard.title:<72} {said}", flush=True)
    print(f"{len(chosen)} guards, {bad} without a test that needs them, {time.monotonic() - began:.0f} s")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
