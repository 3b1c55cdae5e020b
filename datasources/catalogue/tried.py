"""What the trial of a library found, kept: the same SQL, program and database find the same again, and to try takes two seconds of a start.

Only sound libraries are kept: in memory the last few, and where a file is given the last one also over a restart.
"""

import base64
import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa

from datasources.storage.statements import MODEL

MOST = 8


@dataclass(frozen=True)
class Tried:
    """The order in which the views can be made, and what each gives."""

    order: tuple[str, ...]
    schemas: Mapping[str, pa.Schema]


_memory: dict[str, Tried] = {}


def key_of(texts: Sequence[tuple[str, str]], facts: object) -> str:
    """texts: name and text of every view; facts: what else of the city is written into them."""
    digest = hashlib.blake2b(_program(), digest_size=16)
    digest.update(repr(facts).encode())
    for name, text in texts:
        digest.update(f"\0{name}\0{text}".encode())
    return digest.hexdigest()


@cache
def _program() -> bytes:
    files = sorted([*MODEL.rglob("*.sql"), *MODEL.parent.rglob("*.py")])
    return duckdb.__version__.encode() + b"".join(hashlib.blake2b(path.read_bytes(), digest_size=8).digest() for path in files)


def recall(key: str, held: Path | None) -> Tried | None:
    """What was found of it, if that is known. A file that cannot be read tells nothing."""
    if key not in _memory and held is not None:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError, pa.ArrowException):
            told = orjson.loads(held.read_bytes())
            if told["key"] == key:
                schemas = {name: pa.ipc.read_schema(pa.BufferReader(base64.b64decode(text))) for name, text in told["schemas"].items()}
                _keep(key, Tried(tuple(told["order"]), schemas))
    return _memory.get(key)


def remember(key: str, tried: Tried, held: Path | None) -> None:
    """A full disk does not stop a start."""
    _keep(key, tried)
    if held is None:
        return
    schemas = {name: base64.b64encode(schema.serialize().to_pybytes()).decode() for name, schema in tried.schemas.items()}
    fresh = held.with_name(held.name + ".part")
    with contextlib.suppress(OSError):
        fresh.write_bytes(orjson.dumps({"key": key, "order": tried.order, "schemas": schemas}))
        fresh.replace(held)


def _keep(key: str, tried: Tried) -> None:
    if len(_memory) >= MOST:
        _memory.pop(next(iter(_memory)))
    _memory[key] = tried
