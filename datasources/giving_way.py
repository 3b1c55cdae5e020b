"""Threads that give way: a row may land a moment later, a question may not be answered later."""

import contextlib
import os
import threading

NICENESS = 10  # a tenth of a core is left to it while all are busy


def give_way() -> None:
    """From here on the thread that calls this comes after all others; where a thread has no niceness of its own, nothing changes."""
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
