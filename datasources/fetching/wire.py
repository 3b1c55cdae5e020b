"""A connection that ends at one moment: connect, TLS, headers and body share a single deadline, so that a source that drips a
byte now and then cannot hold a feed."""

import socket
import time
import typing
from collections.abc import Callable, Iterable

import httpcore

from datasources.fetching.address import resolve


class Late(Exception):
    """The deadline passed."""


class Deadline:
    """A moment on the monotonic clock; `left()` raises Late once it has passed."""

    def __init__(self, seconds: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._monotonic = seconds, monotonic
        self._end = monotonic() + seconds

    def left(self) -> float:
        left = self._end - self._monotonic()
        if left <= 0:
            raise Late(f"not done after {self._seconds:g} s")
        return left


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: typing.Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Connects to the one address that the host was resolved to and checked as."""

    def __init__(self, deadline: Deadline, allow_private: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline, self._allow_private = deadline, allow_private

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[typing.Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            address = resolve(host, port, self._allow_private)
        except socket.gaierror as error:
            raise httpcore.ConnectError(f"{host} has no address: {error}") from error
        return _Stream(self._inner.connect_tcp(address, port, self._deadline.left(), local_address, socket_options), self._deadline)
