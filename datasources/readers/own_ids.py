"""Ids of a source made its own: two timetables of one city may call different trips, lines and stops alike."""

import pyarrow as pa
import pyarrow.compute as pc

IDS = ("trip_id", "route_id", "stop_id", "service_id", "shape_id", "block_id", "parent_station")


def with_prefix(rows: pa.Table, prefix: str) -> pa.Table:
    """`rows` with the prefix before every id of the timetable; nothing said stays nothing."""
    for name in set(IDS) & set(rows.column_names):
        told = rows[name]
        said = pc.and_(pc.is_valid(told), pc.not_equal(told, ""))
        own = pc.if_else(said, pc.binary_join_element_wise(prefix, told, "", null_handling="replace"), told)
        rows = rows.set_column(rows.schema.get_field_index(name), rows.schema.field(name), own.cast(told.type))
    return rows
