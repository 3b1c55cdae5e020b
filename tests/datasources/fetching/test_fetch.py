import gzip
import random
import socket
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from datasources.fetching.address import AddressRefused, resolve
from datasources.fetching.fetch import fetch
from datasources.fetching.fetched import FeedFailed, Fetched, Memory, Unchanged
from datasources.fetching.unpack import Cap, Incomplete, gunzip
from tests.datasources.fault_server import FaultServer, serving
from tests.datasources.feeds import spec


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with serving(b"sound bytes\n" * 100) as running:
        yield running


def failure(server: FaultServer, mode: str, **given: Any) -> FeedFailed:
    server.mode = mode
    with pytest.raises(FeedFailed) as caught:
        fetch(spec(url=server.url, **given), Memory())
    return caught.value


def test_sound_bytes_come_as_they_are(server: FaultServer) -> None:
    got = fetch(spec(url=server.url), Memory())
    assert isinstance(got, Fetched)
    assert got.data == server.body


def test_gzip_is_unpacked(server: FaultServer) -> None:
    server.mode = "gzip"
    got = fetch(spec(url=server.url), Memory())
    assert isinstance(got, Fetched)
    assert got.data == server.body


def test_an_etag_saves_the_bytes(server: FaultServer) -> None:
    server.mode = "etag"
    got = fetch(spec(url=server.url), Memory())
    assert isinstance(got, Fetched)
    assert isinstance(fetch(spec(url=server.url), got.memory), Unchanged)
    server.body = b"new\n"
    assert isinstance(fetch(spec(url=server.url), got.memory), Fetched)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("500", "http_500"),
        ("404", "http_404"),
        ("401", "http_401"),
        ("204", "http_204"),
        ("redirect", "redirect"),
        ("truncate", "incomplete"),
        ("gzip-bomb", "too_large"),
        ("flood", "too_large"),
    ],
)
def test_failures_have_names(server: FaultServer, mode: str, kind: str) -> None:
    assert failure(server, mode, max_bytes=10**6).kind == kind


def test_redirects_are_not_followed(server: FaultServer) -> None:
    failure(server, "redirect")
    assert len(server.requests) == 1


@pytest.mark.parametrize("mode", ["drip", "hang"])
def test_one_deadline_for_everything(server: FaultServer, mode: str) -> None:
    began = time.monotonic()
    assert failure(server, mode, deadline="1s").kind == "deadline"
    took = time.monotonic() - began
    print(f"{mode}: gave up after {took:.2f} s, deadline 1 s")
    assert took <= 1.5


def test_a_bomb_takes_no_memory(server: FaultServer) -> None:
    tracemalloc.start()
    failure(server, "gzip-bomb")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(f"peak {peak / 2**20:.1f} MiB for 200 MiB packed in 0.2")
    assert peak < 40 * 2**20


@pytest.mark.parametrize(
    ("said", "found"), [("7", 7), ("99999999", 3600), ("soon", None), (None, None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)]
)
def test_retry_after(server: FaultServer, said: str | None, found: float | None) -> None:
    server.retry_after = said
    assert failure(server, "503").retry_after_s == found


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(FeedFailed) as caught:
        fetch(spec(url=f"http://127.0.0.1:{port}/"), Memory())
    assert caught.value.kind == "unreachable"


def test_keys_are_sent_in_headers(server: FaultServer) -> None:
    fetch(spec(url=server.url, headers={"X-Key": "k"}), Memory())
    assert server.headers[-1]["x-key"] == "k"


@pytest.mark.parametrize("address", ["10.0.0.5", "127.0.0.1", "192.168.1.1", "169.254.169.254", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (address, 80))])
    with pytest.raises(AddressRefused):
        resolve("feed.example", 80, allow_private=False)


def test_private_networks_are_allowed_when_meant_and_metadata_never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("10.0.0.5", 80))])
    assert resolve("feed.gov.example", 80, allow_private=True) == "10.0.0.5"
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", ("169.254.169.254", 80))])
    with pytest.raises(AddressRefused):
        resolve("feed.gov.example", 80, allow_private=True)


def test_the_checked_address_is_the_one_connected_to(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is asked twice may give another address the second time."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def rebinding(host: str, *rest: Any, **more: Any) -> list[Any]:
        if host != "rebinding.example":
            return list(real(host, *rest, **more))
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1" if len(asked) == 1 else "203.0.113.9", server.port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    got = fetch(spec(url=f"http://rebinding.example:{server.port}/", allow_private=True, deadline="2s"), Memory())
    assert isinstance(got, Fetched)
    assert asked == ["rebinding.example"]


def test_gzip_cut_anywhere_never_passes() -> None:
    whole, rng = gzip.compress(b"".join(f"line {n}\n".encode() for n in range(1000))), random.Random(1)
    for cut in (rng.randrange(1, len(whole)) for _ in range(200)):
        with pytest.raises(Incomplete):
            gunzip([whole[:cut]], Cap(10**6, 100))
