"""One owner per city: whoever holds the lock file fetches; the kernel lets go of it when the process dies, however it dies."""

import fcntl
import os
from pathlib import Path


class AlreadyOwned(Exception):
    """Another process fetches this city's feeds."""


class Owner:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._handle: int | None = None

    def take(self) -> None:
        """Raises AlreadyOwned at once."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(handle)
            raise AlreadyOwned(f"{self._path} is held by another process") from error
        self._handle = handle

    def leave(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
