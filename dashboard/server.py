"""The web server of every wall: the gate on the public port, granian behind it on a Unix socket. One place for its options."""

import os
import threading
from pathlib import Path
from typing import Protocol

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from dashboard.gate import Gate
from dashboard.pulse import watch_workers

BLOCKING_THREADS = 16


class Server(Protocol):
    def serve(self) -> None:
        """Runs until SIGTERM."""


def serve(target: str, run: Path, host: str, port: int, workers: int = 1) -> None:
    """Serve the frames of a run folder, and all else by the WSGI callable that the factory `target` ("module:name") gives in each
    worker, until SIGTERM. Raises OSError when the port is taken."""
    socket = run / "web.sock"
    gate = Gate(run, host, port, socket)
    socket.unlink(missing_ok=True)  # whoever has the port has the socket too
    os.register_at_fork(after_in_child=gate.forget)
    threading.Thread(target=gate.run, name="gate", daemon=True).start()
    watch_workers(socket)
    behind(target, workers, uds=socket).serve()


def behind(target: str, workers: int = 1, uds: Path | None = None, port: int = 8000) -> Server:
    """granian alone, on a Unix socket or a port of loopback."""
    server: Server = Granian(
        target,
        uds=uds,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        factory=True,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=2,
        backpressure=4096,
        log_enabled=True,
        log_level=LogLevels.error,  # a worker that is lost; what it has to say otherwise are no lines of JSON
        log_access=False,
    )
    return server
