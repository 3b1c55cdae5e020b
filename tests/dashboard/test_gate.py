import os
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from dashboard import gate as gate_file
from dashboard.gate import Gate
from datasources.frames import Shelf

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nweb!"


class Web:
    """Stands for the web server: remembers what came, answers everything the same and closes."""

    def __init__(self, path: Path, answer: bytes = ANSWER) -> None:
        self.came: list[bytes] = []
        self.answer = answer
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(path))
        self._listener.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                own, _ = self._listener.accept()
            except OSError:
                return
            with own:
                self.came.append(whole(own))
                own.sendall(self.answer)

    def close(self) -> None:
        self._listener.close()


def whole(own: socket.socket) -> bytes:
    """One request with its body."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += own.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    while len(body) < sum(lengths):
        body += own.recv(65536)
    return head + b"\r\n\r\n" + body


class Wall:
    """A run folder, a gate before a web server that is not there until asked for, and clients."""

    def __init__(self, run: Path) -> None:
        for part in ("frames", "walls", "wanted"):
            (run / part).mkdir()
        self.run = run
        self.shelf = Shelf(run / "frames")
        self.gate = Gate(run, "127.0.0.1", 0, run / "web.sock")
        self.gate.listen()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._turn, daemon=True)
        self._thread.start()

    def _turn(self) -> None:
        while not self._over.is_set():
            self.gate.turn(0.02)

    def put(self, name: str, data: bytes) -> str:
        etag = self.shelf.put(name, data, "application/json", compress=False)
        self.shelf.publish({})
        return f'"{etag}"'

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.gate.port), timeout=5)

    def ask(self, request: bytes) -> bytes:
        """Everything that comes until the other side closes or is silent."""
        with self.connect() as own:
            own.sendall(request)
            return rest(own)

    def close(self) -> None:
        self._over.set()
        self._thread.join()
        self.gate.close()


def closed(own: socket.socket) -> bool:
    """Whether the other side lets go within five seconds, politely or not."""
    own.settimeout(5)
    try:
        return own.recv(65536) == b""
    except ConnectionResetError:
        return True


def rest(own: socket.socket) -> bytes:
    own.settimeout(0.4)
    data = b""
    try:
        while got := own.recv(65536):
            data += got
    except TimeoutError:
        pass
    return data


def asks(path: str, *headers: str) -> bytes:
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: wall", *headers, "", ""]).encode()


@pytest.fixture
def wall(tmp_path: Path) -> Iterator[Wall]:
    made = Wall(tmp_path)
    yield made
    made.close()


@pytest.fixture
def web(wall: Wall) -> Iterator[Web]:
    made = Web(wall.run / "web.sock")
    yield made
    made.close()


def test_a_frame_goes_out_then_only_its_etag(wall: Wall) -> None:
    etag = wall.put("vehicles", b"bytes")
    first = wall.ask(asks("/frames/vehicles"))
    assert first.startswith(b"HTTP/1.1 200 OK\r\n") and f"ETag: {etag}".encode() in first and first.endswith(b"\r\n\r\nbytes")
    second = wall.ask(asks("/frames/vehicles", f"If-None-Match: {etag}"))
    assert second.startswith(b"HTTP/1.1 304 ") and second.endswith(b"\r\n\r\n")
    assert wall.ask(asks("/frames/vehicles", f'If-None-Match: {etag[:-2]}0"')).startswith(b"HTTP/1.1 200 ")


def test_an_answer_says_when_it_was_given(wall: Wall) -> None:
    """The page takes the age of a frame from it."""
    wall.put("vehicles", b"bytes")
    head = wall.ask(asks("/frames/vehicles")).partition(b"\r\n\r\n")[0].decode()
    said = next(line.partition(": ")[2] for line in head.split("\r\n") if line.startswith("Date: "))
    assert abs(parsedate_to_datetime(said).timestamp() - time.time()) < 3


def test_the_connection_ends_when_the_viewer_wants_it(wall: Wall) -> None:
    wall.put("a", b"first")
    with wall.connect() as own:
        own.sendall(asks("/frames/a", "Connection: close"))
        assert b"first" in own.recv(65536)
        assert closed(own)


def test_requests_on_one_connection_are_answered_in_order(wall: Wall) -> None:
    wall.put("a", b"first")
    wall.put("b", b"second")
    said = wall.ask(asks("/frames/a") + asks("/frames/b") + asks("/frames/a"))
    assert [part.partition(b"\r\n\r\n")[2] for part in said.split(b"HTTP/1.1 200 OK")[1:]] == [b"first", b"second", b"first"]


def test_a_request_may_come_in_pieces(wall: Wall) -> None:
    wall.put("a", b"first")
    with wall.connect() as own:
        own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in asks("/frames/a"):
            own.sendall(bytes([byte]))
        assert rest(own).endswith(b"first")


def test_all_else_is_the_web_servers_body_and_all(wall: Wall, web: Web) -> None:
    body = b"x" * 300_000
    said = wall.ask(
        b"POST /_dash-update-component HTTP/1.1\r\nHost: wall\r\nConnection: keep-alive\r\nContent-Length: 300000\r\n\r\n" + body
    )
    assert said == ANSWER
    assert web.came == [
        b"POST /_dash-update-component HTTP/1.1\r\nHost: wall\r\nContent-Length: 300000\r\nConnection: close\r\n\r\n" + body
    ]


def test_after_a_frame_the_same_connection_may_ask_the_web_server(wall: Wall, web: Web) -> None:
    wall.put("a", b"first")
    said = wall.ask(asks("/frames/a") + asks("/healthz"))
    assert b"first" in said and said.endswith(ANSWER)
    assert web.came[0].startswith(b"GET /healthz ")


@pytest.mark.parametrize(
    "request_bytes",
    [
        asks("/frames/unknown"),
        asks("/frames/../manifest.json"),
        asks("/frames/a", "Content-Length: 0"),
        asks("/frames/a", "Transfer-Encoding: chunked"),
        asks("/frames/a", "Range: bytes=0-1"),
        asks("/frames/a").replace(b"HTTP/1.1", b"HTTP/1.0"),
        asks("/frames/a").replace(b"GET", b"HEAD"),
        asks("/framesa"),
    ],
)
def test_what_is_not_plain_is_the_web_servers(wall: Wall, web: Web, request_bytes: bytes) -> None:
    wall.put("a", b"first")
    assert wall.ask(request_bytes) == ANSWER


def test_without_a_web_server_frames_still_go_out(wall: Wall) -> None:
    wall.put("a", b"first")
    assert wall.ask(asks("/healthz")).startswith(b"HTTP/1.1 503 ")
    assert wall.ask(asks("/frames/a")).endswith(b"first")


def test_a_slow_reader_gets_all_and_holds_nobody_up(wall: Wall) -> None:
    big = bytes(range(256)) * 40_000
    wall.put("big", big)
    wall.put("small", b"quick")
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", wall.gate.port))
        slow.sendall(asks("/frames/big") + asks("/frames/small"))
        assert wall.ask(asks("/frames/small")).endswith(b"quick")
        said = rest(slow)
    assert said.partition(b"\r\n\r\n")[2].startswith(big)
    assert said.endswith(b"quick")


def test_who_asks_without_reading_is_not_read_from(wall: Wall) -> None:
    wall.put("big", bytes(1_000_000))
    with wall.connect() as own:
        own.settimeout(0.5)
        with pytest.raises(TimeoutError):
            for _ in range(20):
                own.sendall(asks("/frames/big") * 20_000)


def test_a_long_answer_of_the_web_server_comes_whole_to_a_slow_reader(wall: Wall, web: Web) -> None:
    web.answer = ANSWER + bytes(5_000_000)
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect(("127.0.0.1", wall.gate.port))
        slow.sendall(asks("/_dash-layout"))
        assert len(rest(slow)) == len(web.answer)


def test_a_head_without_end_is_cut_off(wall: Wall) -> None:
    with wall.connect() as own:
        own.sendall(b"GET /frames/a HTTP/1.1\r\nX: " + b"x" * 40_000)
        assert closed(own)


def test_who_is_silent_for_long_is_let_go(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_file, "IDLE_S", 0.1)
    monkeypatch.setattr(gate_file, "SWEEP_S", 0.1)
    with wall.connect() as own:
        assert closed(own)


def test_no_more_connections_than_it_can_hold(wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate_file, "MOST_WIRES", 1)
    wall.put("a", b"first")
    with wall.connect() as held, wall.connect() as turned_away:
        held.sendall(asks("/frames/a"))
        assert rest(held).endswith(b"first")
        assert closed(turned_away)


def test_an_idle_gate_costs_nothing(wall: Wall, web: Web) -> None:
    """Also after clients and web server went, in whatever order: a closed end that is still looked at would spin."""
    wall.put("a", b"first")
    wall.ask(asks("/frames/a") + asks("/healthz"))
    wall.connect().close()
    time.sleep(0.1)  # the gate takes notice of what closed
    before = time.process_time()
    time.sleep(0.5)
    assert time.process_time() - before < 0.1


def test_viewers_are_noted_as_at_the_front(wall: Wall) -> None:
    wall.put("overview.370602.zh", b"{}")
    wall.ask(asks("/frames/overview.370602.zh?wall=hall-3&seen=41"))
    assert b'"hall-3": [41, ' in (wall.run / "walls" / str(os.getpid())).read_bytes()
    assert (wall.run / "wanted" / "overview.370602.zh").is_file()
