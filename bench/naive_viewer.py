"""One viewer of the plain Dash wall: at every tick the browser posts each callback by itself."""

import http.client
import json
from typing import Any


class NaiveViewer:
    """Asks what a browser would after reading the wall's dependencies. Raises RuntimeError for any answer but 200."""

    def __init__(self, port: int) -> None:
        self._to = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._callbacks = json.loads(self._asked("GET", "/_dash-dependencies"))

    def refresh(self, tick: int) -> int:
        """All panels once; the bytes received."""
        return sum(len(self._asked("POST", "/_dash-update-component", body_of(callback, tick))) for callback in self._callbacks)

    def close(self) -> None:
        self._to.close()

    def _asked(self, method: str, path: str, body: bytes = b"") -> bytes:
        self._to.request(method, path, body, {"Content-Type": "application/json"})
        answer = self._to.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{method} {path}: {answer.status} {data[:200]!r}")
        return data


def body_of(callback: dict[str, Any], tick: int) -> bytes:
    """The body that dash-renderer posts for a callback of one output and one input."""
    name, _, prop = callback["output"].rpartition(".")
    inputs = [{**wanted, "value": tick} for wanted in callback["inputs"]]
    changed = [f"{wanted['id']}.{wanted['property']}" for wanted in callback["inputs"]]
    outputs = {"id": name, "property": prop}
    return json.dumps({"output": callback["output"], "outputs": outputs, "inputs": inputs, "changedPropIds": changed}).encode()
