"""What does one more viewer cost?

CPU of the server processes per viewer-refresh (one scene as JSON, the vehicles, the road grades), at 1,000 viewers with a refresh
a second: our door, nginx with the same bytes, and the plain Dash wall. Rounds alternate, so that other work on the machine hits all alike.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median

from bench.cost import cpu_s
from bench.goal import Goal, at_least, at_most, unmeasured
from bench.naive_viewer import NaiveViewer
from bench.payload import NAMES, Twin
from bench.room import room
from bench.served import RUN, nginx, wsgi

VIEWERS, ROUNDS, SECONDS = 1000, 5, 6.0
NAIVE_REFRESHES = 5
Say = Callable[[str], None]
Server = tuple[int, int]  # pid, port


@dataclass
class Measured:
    """Of one server, a value a round."""

    us_per_refresh: list[float] = field(default_factory=list)
    p99_ms: list[float] = field(default_factory=list)
    errors: int = 0
    client_cores: list[float] = field(default_factory=list)


def measure(say: Say) -> list[Goal]:
    with ExitStack() as stack:
        folder = stack.enter_context(room())
        stack.enter_context(publishing(Twin(folder / "run", folder / "files")))
        ours = stack.enter_context(wsgi("bench.served:door", **{RUN: str(folder / "run")}))
        naive = stack.enter_context(wsgi("bench.naive_wall:build"))
        try:
            other: Server | None = stack.enter_context(nginx(folder))
        except FileNotFoundError as error:
            say(str(error))
            other = None
        return rounds(say, ours, other, naive)


def rounds(say: Say, ours: Server, other: Server | None, naive: Server) -> list[Goal]:
    door, static, plain = Measured(), Measured(), []
    for number in range(ROUNDS):
        one_round(say, f"round {number + 1}, ours", ours, door)
        if other is not None:
            one_round(say, f"round {number + 1}, nginx", other, static)
        plain.append(naive_round(say, number, naive))
    cost = median(door.us_per_refresh)
    say(f"a viewer-refresh: ours {cost:.0f} us, plain Dash wall {median(plain) / 1e3:.0f} ms of server CPU")
    beside = at_most("fanout-vs-nginx", cost / median(static.us_per_refresh), 2, "x") if other else unmeasured("fanout-vs-nginx", "<=2x")
    return [
        beside,
        at_least("fanout-vs-plain-dash", median(plain) / cost, 100, "x"),
        at_most("fanout-p99-1000-viewers", median(door.p99_ms), 100, "ms"),
        at_most("fanout-errors", door.errors, 0, ""),
    ]


def one_round(say: Say, name: str, server: Server, measured: Measured) -> None:
    pid, port = server
    before = cpu_s(pid)
    command = [sys.executable, "-m", "bench.viewers", "--port", str(port), "--viewers", str(VIEWERS), "--seconds", str(SECONDS)]
    ran = subprocess.run([*command, *(f"/frames/{name}" for name in NAMES)], capture_output=True, text=True, check=True, timeout=120)
    spent, told = cpu_s(pid) - before, json.loads(ran.stdout)
    measured.us_per_refresh.append(spent / told["refreshes"] * 1e6)
    measured.p99_ms.append(told["p99_ms"])
    measured.errors += int(told["errors"])
    measured.client_cores.append(told["client_cpu_s"] / SECONDS)
    say(
        f"{name}: {measured.us_per_refresh[-1]:.0f} us a refresh, p50 {told['p50_ms']:.1f} ms, p99 {told['p99_ms']:.1f} ms, "
        f"{told['errors']:.0f} errors, {told['bytes'] / told['refreshes'] / 1e3:.0f} KB; cores: server {spent / SECONDS:.2f}, "
        f"client {measured.client_cores[-1]:.2f}"
    )


def naive_round(say: Say, number: int, server: Server) -> float:
    """Microseconds a refresh with a single viewer: more of them only wait for each other."""
    pid, port = server
    viewer = NaiveViewer(port)
    viewer.refresh(0)
    before = cpu_s(pid)
    received = sum(viewer.refresh(tick + 1) for tick in range(NAIVE_REFRESHES))
    spent = (cpu_s(pid) - before) / NAIVE_REFRESHES * 1e6
    viewer.close()
    say(f"round {number + 1}, plain Dash: {spent / 1e3:.0f} ms a refresh, {received / NAIVE_REFRESHES / 1e3:.0f} KB")
    return spent


@contextmanager
def publishing(twin: Twin, every_s: float = 1.0) -> Iterator[None]:
    """A new version every second, like an engine's tick."""
    twin.publish()
    over = threading.Event()

    def publish() -> None:
        while not over.wait(every_s):
            twin.publish()

    thread = threading.Thread(target=publish, name="publishing")
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
