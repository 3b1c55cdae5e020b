"""The facts of the machine that a result was measured on."""

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import psutil

LIBRARIES = ("dash", "duckdb", "pyarrow", "granian", "numpy", "orjson", "pandas")


def facts() -> dict[str, str]:
    return {
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "memory": f"{psutil.virtual_memory().total / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "nginx": first_line("nginx", "-v"),
        "chromium": first_line(os.environ.get("CHROMIUM", "chromium"), "--version"),
        "load before": f"{os.getloadavg()[0]:.1f} (other work on the same cores)",
    }


def processor() -> str:
    """The model that Linux names, else what Python knows."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def first_line(*command: str) -> str:
    """What a program says of itself, "none" where it is not installed."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return "none"
    return ((said.stdout or said.stderr).strip().splitlines() or ["none"])[0]
