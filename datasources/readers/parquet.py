"""Parquet: rows with their own types. Its footer comes last, so a cut file never reads."""

from datetime import datetime

import pyarrow as pa
import pyarrow.parquet

from datasources.feed import FeedSpec
from datasources.readers.heavy import UNPACKED_TIMES
from datasources.readers.tabular import mapped
from datasources.reading import FeedRefused, Reading

MOST_ROWS = 20_000_000
BATCH = 1024  # rows: a dictionary of one long word unpacks to that many of it at once


def read(data: bytes, spec: FeedSpec, mapping_sql: str | None, received_at: datetime) -> Reading:
    """Raises FeedRefused: parquet, too_large, columns, mapping."""
    try:
        file = pyarrow.parquet.ParquetFile(pa.BufferReader(data))
        _believable(file.metadata, len(data), spec)
        source = _read(file, UNPACKED_TIMES * spec.max_bytes)
    except (pa.ArrowException, OSError) as error:
        raise FeedRefused("parquet", str(error)[:300]) from error
    return mapped(source, [], spec, mapping_sql, received_at)


def _believable(facts: pyarrow.parquet.FileMetaData, packed: int, spec: FeedSpec) -> None:
    """What the footer says it unpacks to."""
    unpacked = sum(facts.row_group(i).total_byte_size for i in range(facts.num_row_groups))
    if facts.num_rows > MOST_ROWS or unpacked > max(spec.max_bytes, 2**20) or unpacked > max(spec.max_ratio * packed, 2**20):
        raise FeedRefused("too_large", f"{facts.num_rows} rows, {unpacked} bytes unpacked")


def _read(file: pyarrow.parquet.ParquetFile, most: int) -> pa.Table:
    """All rows, unless they become more bytes than the footer's encoded sizes let one think."""
    batches, unpacked = [], 0
    for batch in file.iter_batches(batch_size=BATCH, use_threads=False):
        unpacked += batch.nbytes
        if unpacked > most:
            raise FeedRefused("too_large", f"more than {most} bytes once unpacked")
        batches.append(batch)
    return pa.Table.from_batches(batches, schema=file.schema_arrow)
