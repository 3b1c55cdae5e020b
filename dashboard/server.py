"""The web server that every wall is served by: granian, WSGI, one place for its options."""

from typing import Protocol

from granian import Granian
from granian.constants import Interfaces

BLOCKING_THREADS = 16


class Server(Protocol):
    def serve(self) -> None:
        """Runs until SIGTERM."""


def server_of(target: str, host: str, port: int, workers: int = 1) -> Server:
    """A server of the WSGI callable that the factory `target` ("module:name") gives in each worker; `.serve()` runs it."""
    server: Server = Granian(
        target,
        address=host,
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
        log_access=False,
    )
    return server
