"""What processes cost: CPU seconds and memory, with all their children."""

from collections.abc import Iterable

import psutil


def family(pid: int) -> list[psutil.Process]:
    """A process and all that descend from it."""
    root = psutil.Process(pid)
    return [root, *root.children(recursive=True)]


def cpu_s(pid: int) -> float:
    """User and system CPU seconds of a process and its children so far."""
    return sum(spent(process) for process in family(pid))


def spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def rss_mb(processes: Iterable[psutil.Process]) -> float:
    """Resident memory in MB; a process that just ended counts 0."""
    total = 0
    for process in processes:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6
