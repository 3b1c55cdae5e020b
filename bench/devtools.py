"""Chromium over its own debugging pipe: nothing is recorded between two questions, so that measuring does not make memory grow."""

import json
import os
import shlex
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from dashboard.browser import FLAGS, executable

PATIENCE_S = 60.0
OWN_FLAGS = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", "--window-size=1920,1080"]
Event = dict[str, Any]


class Page:
    """One tab. `evaluate` waits for promises."""

    def __init__(self, browser: "Devtools", target: str) -> None:
        self._browser = browser
        self._target = target

    def evaluate(self, expression: str) -> Any:
        """Raises RuntimeError for what the page throws."""
        with self.attached() as call:
            said = call("Runtime.evaluate", {"expression": expression, "awaitPromise": True, "returnByValue": True})
        if "exceptionDetails" in said:
            raise RuntimeError(str(said["exceptionDetails"].get("exception", {}).get("description", said["exceptionDetails"])))
        return said["result"].get("value")

    def until(self, expression: str, limit_s: float = 30.0) -> None:
        """Raises RuntimeError when it did not come true in time."""
        deadline = time.monotonic() + limit_s
        while not self._is(expression):
            if time.monotonic() > deadline:
                raise RuntimeError(f"never came true: {expression}")
            time.sleep(0.1)

    def _is(self, expression: str) -> bool:
        try:
            return bool(self.evaluate(f"Boolean({expression})"))
        except RuntimeError:  # a page that is just being loaded cannot be asked
            return False

    @contextmanager
    def attached(self) -> Iterator[Callable[..., Any]]:
        """Gives call(method, parameters) for this tab, and lets go of it afterwards."""
        session = self._browser.call("Target.attachToTarget", {"targetId": self._target, "flatten": True})["sessionId"]
        try:
            yield lambda method, parameters=None: self._browser.call(method, parameters, session)
        finally:
            self._browser.call("Target.detachFromTarget", {"sessionId": session})

    def close(self) -> None:
        self._browser.call("Target.closeTarget", {"targetId": self._target})


class Devtools:
    """A headless Chromium. `pid` is its first process."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, back: int) -> None:
        self.pid = process.pid
        self._to, self._back = to, back
        self._number = 0
        self._rest = b""
        self.events: list[Event] = []

    def open(self, address: str) -> Page:
        return Page(self, self.call("Target.createTarget", {"url": address, "newWindow": True, "width": 1920, "height": 1080})["targetId"])

    def call(self, method: str, parameters: dict[str, Any] | None = None, session: str | None = None) -> Any:
        """Raises RuntimeError for what the browser refuses."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": parameters or {}, **({"sessionId": session} if session else {})}
        os.write(self._to, json.dumps(asked).encode() + b"\0")
        answer = self.wait(lambda message: message.get("id") == self._number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def wait(self, wanted: Callable[[Event], bool]) -> Event:
        """The first message from now on that is wanted; events on the way are kept in `events`."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            message = self._next()
            if "method" in message:
                self.events.append(message)
            if wanted(message):
                return message
        raise RuntimeError("the browser does not answer")

    def _next(self) -> Event:
        while b"\0" not in self._rest:
            got = os.read(self._back, 1 << 20)
            if not got:
                raise RuntimeError("the browser went away")
            self._rest += got
        line, _, self._rest = self._rest.partition(b"\0")
        message: Event = json.loads(line)
        return message

    def trace(self, seconds: float) -> list[Event]:
        """Every task of every thread for so long; `tdur` is CPU time in microseconds."""
        categories = ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"]
        self.events.clear()
        self.call("Tracing.start", {"traceConfig": {"includedCategories": categories, "excludedCategories": ["*"]}})
        time.sleep(seconds)
        self.call("Tracing.end")
        if not any(event["method"] == "Tracing.tracingComplete" for event in self.events):
            self.wait(lambda message: message.get("method") == "Tracing.tracingComplete")
        found = [part for event in self.events if event["method"] == "Tracing.dataCollected" for part in event["params"]["value"]]
        self.events.clear()
        return found


@contextmanager
def chromium() -> Iterator[Devtools]:
    """Raises FileNotFoundError where there is no Chromium."""
    ours, its = os.pipe(), os.pipe()
    with tempfile.TemporaryDirectory(prefix="bench-chromium-", ignore_cleanup_errors=True) as profile:
        flags = [*FLAGS, *OWN_FLAGS, f"--user-data-dir={profile}"]
        command = f"exec {shlex.join([binary(), *flags, 'about:blank'])} 3<&{ours[0]} 4>&{its[1]}"
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen(["sh", "-c", command], pass_fds=(ours[0], its[1]), stdout=nowhere, stderr=nowhere)
        os.close(ours[0])
        os.close(its[1])
        try:
            yield Devtools(process, ours[1], its[0])
        finally:
            process.terminate()
            process.wait(20)
            os.close(ours[1])
            os.close(its[0])


def binary() -> str:
    found = executable()
    if found is not None:
        return found
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        return player.chromium.executable_path
