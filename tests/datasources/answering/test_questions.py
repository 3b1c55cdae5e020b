"""Over the socket: the same tickets, answers and errors as in the same process."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from datasources.answering.questions import BadTicket, Client, TooLong, UnknownView, ViewFailed, serve
from datasources.answering.ticket import Ticket
from datasources.store import Store
from tests.datasources.rows import NOON, position, reading
from tests.datasources.views_of import write


def shout(body: bytes) -> bytes:
    if body == b"bad":
        raise BadTicket("no such frame")
    return body.upper()


@pytest.fixture
def client(store: Store, tmp_path: Path) -> Iterator[Client]:
    write(tmp_path / "v", "here", "SELECT as_of() AS as_of, scope() AS scope, parameter('a') AS a")
    write(tmp_path / "v", "breaks", "SELECT CAST(concat('x', vehicle_id) AS INT) AS n FROM vehicle_position")
    write(
        tmp_path / "v",
        "forever",
        "SELECT count(*) AS n FROM vehicle_position, range(1000000000) a, range(1000) b WHERE a.range + b.range < 0",
    )
    assert store.load_views([tmp_path / "v"]) == []
    store.land("buses", reading("vehicle_position", [position()]), NOON)
    server = serve(store, tmp_path / "s", {"shout": shout})
    asking = Client(tmp_path / "s")
    yield asking
    asking.close()
    server.shutdown()


def test_the_same_answer_as_in_process(client: Client, store: Store) -> None:
    ticket = Ticket("here", {"a": "烟台"}, NOON - timedelta(hours=1, microseconds=5), "370602", 5)
    assert client.ask(ticket).equals(store.ask(ticket))
    assert client.ask(ticket).to_pylist() == [{"as_of": ticket.as_of, "scope": "370602", "a": "烟台"}]


def test_many_at_once(client: Client) -> None:
    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(lambda i: client.ask(Ticket("here", scope=f"d{i}")).to_pylist()[0]["scope"], range(60)))
    assert said == [f"d{i}" for i in range(60)]


def test_errors_keep_their_kind_and_hint(client: Client) -> None:
    with pytest.raises(UnknownView) as unknown:
        client.ask(Ticket("heer"))
    assert unknown.value.nearest == "here"
    with pytest.raises(ViewFailed, match="breaks"):
        client.ask(Ticket("breaks"))
    with pytest.raises(TooLong):
        client.ask(Ticket("forever"))
    with pytest.raises(BadTicket):
        client.ask(Ticket("here", limit=-1))


def test_actions_by_name(client: Client) -> None:
    assert client.action("shout", b"overview") == b"OVERVIEW"
    with pytest.raises(BadTicket, match="no such frame"):
        client.action("shout", b"bad")
    with pytest.raises(BadTicket, match="no action"):
        client.action("drop")


def test_an_engine_that_is_away_is_said_and_found_again(store: Store, tmp_path: Path) -> None:
    client = Client(tmp_path / "away", patience_s=2)
    with pytest.raises(ConnectionError):
        client.action("shout", b"a")
    for _ in range(2):
        server = serve(store, tmp_path / "away", {"shout": shout})
        assert client.action("shout", b"a") == b"A"
        server.shutdown()
        with pytest.raises(ConnectionError):
            client.action("shout", b"a")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"SELECT 1",
        b"[]",
        b"{}",
        b'{"view": 1}',
        b'{"view":"a","limit":true}',
        b'{"view":"a","as_of":"noon"}',
        b'{"view":"a","scope":["x"]}',
        b'{"view":"a","parameters":{"a":1}}',
        b'{"view":"a","parameters":[1]}',
    ],
)
def test_what_is_no_ticket_is_refused(data: bytes) -> None:
    with pytest.raises(BadTicket):
        Ticket.decoded(data)


def test_equal_questions_have_equal_bytes_and_come_back_whole() -> None:
    one, two = Ticket("v", {"a": "1", "b": "2"}, NOON), Ticket("v", {"b": "2", "a": "1"}, NOON)
    assert one.encoded() == two.encoded()
    assert Ticket.decoded(one.encoded()) == one
    assert Ticket.decoded(b'{"view":"v","as_of":"2026-11-23T12:00:00+08:00"}').as_of == NOON
