"""What the trial of a view found, kept: the same SQL over the same columns, program and database finds the same again. To try a library
takes seconds; to try what changed of it, none.

Only sound views are kept: in memory, and where a file is given those of the last library also over a restart.
"""

import base64
import contextlib
import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import duckdb
import orjson
import pyarrow as pa

from datasources.storage.statements import MODEL

MOST = 4096  # ten libraries
Digest = bytes

_memory: dict[str, pa.Schema] = {}


class Tried:
    """What is known of the views of one library. facts: what else their columns depend on. held: a file that keeps it over a restart; one
    that cannot be read tells nothing."""

    def __init__(self, facts: object, held: Path | None = None) -> None:
        self._facts = _program() + repr(facts).encode()
        self._held = held
        self._told: set[str] = set()
        self._found: dict[str, pa.Schema] = {}
        if held is not None:
            with contextlib.suppress(OSError, ValueError, AttributeError, TypeError, pa.ArrowException):
                told = orjson.loads(held.read_bytes())
                for key, text in told.items():
                    _remember(key, pa.ipc.read_schema(pa.BufferReader(base64.b64decode(text))))
                self._told = set(told)

    def key(self, name: str, sql: str, reads: Mapping[str, Digest]) -> str:
        """Of a view that reads columns with these digests."""
        digest = hashlib.blake2b(self._facts, digest_size=16)
        digest.update(f"{name}\0{sql}".encode())
        for read in sorted(reads):
            digest.update(b"\0" + read.encode() + b"\0" + reads[read])
        return digest.hexdigest()

    def recall(self, key: str) -> pa.Schema | None:
        """The columns of the view, if they are known."""
        found = _memory.get(key)
        if found is not None:
            self._found[key] = found
        return found

    def note(self, key: str, schema: pa.Schema) -> None:
        """A view is sound."""
        self._found[key] = schema
        _remember(key, schema)

    def keep(self) -> None:
        """Write what is known to the file. A full disk does not stop a start."""
        if self._held is None or self._found.keys() == self._told:
            return
        told = {key: base64.b64encode(schema.serialize().to_pybytes()).decode() for key, schema in self._found.items()}
        fresh = self._held.with_name(self._held.name + ".part")
        with contextlib.suppress(OSError):
            fresh.write_bytes(orjson.dumps(told))
            fresh.replace(self._held)


def digest_of(schema: pa.Schema) -> Digest:
    return hashlib.blake2b(schema.serialize(), digest_size=16).digest()


@cache
def _program() -> bytes:
    files = sorted([*MODEL.rglob("*.sql"), *MODEL.parent.rglob("*.py")])
    return duckdb.__version__.encode() + b"".join(hashlib.blake2b(path.read_bytes(), digest_size=8).digest() for path in files)


def _remember(key: str, schema: pa.Schema) -> None:
    if len(_memory) >= MOST:
        _memory.pop(next(iter(_memory)))
    _memory[key] = schema
