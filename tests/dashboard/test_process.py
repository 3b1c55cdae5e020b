import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
# tells the process to end at each line that waiting runs through, one after the other
TOLD_ANYWHERE = """
import signal, sys
from dashboard.process import Stop

def told_at(place):
    def trace(frame, event, _):
        nonlocal place
        place -= event == "line"
        if event == "line" and place == 0:
            signal.raise_signal(signal.SIGTERM)
        return trace
    stop = Stop()
    sys.settrace(trace)
    stop.wait(0.001)
    sys.settrace(None)
    return place <= 0, stop.wait(0)

places = [told_at(place) for place in range(1, 40)]
assert places[0] == (True, True), "the tracing works"
assert all(told == asked for told, asked in places), places
assert not all(told for told, _ in places), "every line was tried"
"""


def test_the_word_to_end_may_come_at_any_moment() -> None:
    """A handler that waits for a lock which the very thread that it interrupts holds would wait for ever."""
    done = subprocess.run([sys.executable, "-c", TOLD_ANYWHERE], cwd=ROOT, timeout=20, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
