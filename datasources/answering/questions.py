"""Questions in-process or over the engine's socket (Arrow Flight on a unix socket): the same tickets, answers and errors."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import orjson
import pyarrow as pa
from pyarrow import flight

from datasources.answering.ticket import ERRORS, BadTicket, QuestionError, Ticket, TooLong, UnknownView, ViewFailed

__all__ = ["BadTicket", "Client", "QuestionError", "Questions", "Ticket", "TooLong", "UnknownView", "ViewFailed", "serve"]
Action = Callable[[bytes], bytes]
PATIENCE_S = 10.0


class Questions(Protocol):
    """Who answers: the Store itself, or a Client of the engine's socket."""

    def ask(self, ticket: Ticket) -> pa.Table:
        """Rows of a view. Raises QuestionError: UnknownView, BadTicket, TooLong, ViewFailed."""


class Server(flight.FlightServerBase):  # type: ignore[misc]  # pyarrow.flight ships no types
    """Answers tickets and named actions until `shutdown`."""

    def __init__(self, location: str, questions: Questions, actions: Mapping[str, Action]) -> None:
        super().__init__(location)
        self._questions, self._actions = questions, dict(actions)

    def do_get(self, context: Any, ticket: Any) -> Any:
        try:
            return flight.RecordBatchStream(self._questions.ask(Ticket.decoded(ticket.ticket)))
        except QuestionError as error:
            raise _told(error) from error

    def do_action(self, context: Any, action: Any) -> Any:
        handler = self._actions.get(action.type)
        if handler is None:
            raise _told(BadTicket(f"no action {action.type!r}"))
        try:
            return iter([flight.Result(handler(action.body.to_pybytes()))])
        except QuestionError as error:
            raise _told(error) from error


def _told(error: QuestionError) -> Any:
    kind = next(name for name, cls in ERRORS.items() if isinstance(error, cls))
    return flight.FlightServerError("question", extra_info=orjson.dumps([kind, error.text, error.nearest]))


def serve(questions: Questions, socket: Path, actions: Mapping[str, Action] | None = None) -> Server:
    """Answer on a unix socket, in threads of its own; `actions` are named handlers bytes -> bytes. End it with `.shutdown()`.

    A socket left by an engine that died is taken over; who may run an engine is settled by the store's file lock.
    """
    socket.unlink(missing_ok=True)
    server = Server(f"grpc+unix://{socket}", questions, actions or {})
    socket.chmod(0o600)
    threading.Thread(target=server.serve, name="questions", daemon=True).start()
    return server


class Client:
    """Questions over the socket; connects at the first question, and anew after the engine was away."""

    def __init__(self, socket: Path, patience_s: float = PATIENCE_S) -> None:
        self._location, self._patience = f"grpc+unix://{socket}", patience_s
        self._lock = threading.Lock()
        self._held: Any = None

    def ask(self, ticket: Ticket) -> pa.Table:
        """As Questions.ask; ConnectionError when no engine answers."""
        return self._call(lambda client, options: client.do_get(flight.Ticket(ticket.encoded()), options).read_all())

    def action(self, name: str, body: bytes = b"") -> bytes:
        """What the engine's handler of that name says. Raises QuestionError, ConnectionError."""
        found = self._call(lambda client, options: list(client.do_action(flight.Action(name, body), options)))
        return b"".join(bytes(result.body) for result in found)

    def close(self) -> None:
        with self._lock:
            held, self._held = self._held, None
        if held is not None:
            held.close()

    def _call(self, call: Callable[[Any, Any], Any]) -> Any:
        try:
            return call(self._client(), flight.FlightCallOptions(timeout=self._patience))
        except flight.FlightServerError as error:
            raise _read(error) from error
        except flight.FlightTimedOutError as error:
            raise TooLong("the engine did not answer in time") from error
        except (flight.FlightError, OSError) as error:
            self.close()
            raise ConnectionError(f"no engine answers: {error}") from error

    def _client(self) -> Any:
        with self._lock:
            if self._held is None:
                self._held = flight.connect(self._location)
            return self._held


def _read(error: Any) -> Exception:
    try:
        kind, text, nearest = orjson.loads(error.extra_info)
        return ERRORS[kind](text, nearest)
    except (orjson.JSONDecodeError, KeyError, ValueError, TypeError):
        return ViewFailed(str(error))
