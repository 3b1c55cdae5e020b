"""GTFS translations.txt: a name that a timetable gives in Chinese and in English becomes one text, `中文 | English`, which screens read
in the viewer's language. A feed in a third language stands in for the Chinese."""

import pyarrow as pa

BAR = " | "
NAMES = {  # canonical table -> what translations.txt calls the table, the field and its key
    "gtfs_stop": ("stops", "stop_name", "stop_id"),
    "gtfs_route": ("routes", "route_short_name", "route_id"),
    "gtfs_trip": ("trips", "trip_headsign", "trip_id"),
}
NEEDED = ("table_name", "field_name", "language", "translation")


def language(feed_info: pa.Table, agency: pa.Table) -> str:
    """The language of the names themselves, `zh` of zh-CN; "" where the feed does not say."""
    for table, column in ((feed_info, "feed_lang"), (agency, "agency_lang")):
        told = table[column].to_pylist() if column in table.column_names else []
        if told and told[0] and told[0] != "mul":
            return str(told[0]).partition("-")[0].strip().lower()
    return ""


def told_twice(rows: pa.Table, table: str, translations: pa.Table, own: str) -> pa.Table:
    """`rows` of a canonical table with the names of NAMES in both languages where the feed translates them."""
    if table not in NAMES or not set(NEEDED) <= set(translations.column_names):
        return rows
    called, field, key = NAMES[table]
    wanted = "zh" if own == "en" else "en"
    by_key, by_name = _lookups(translations, called, field, wanted)
    if not by_key and not by_name:
        return rows
    names, keys = rows[field].to_pylist(), rows[key].to_pylist()
    texts = [_both(name, by_key.get(one) or by_name.get(name), own) for name, one in zip(names, keys, strict=True)]
    return rows.set_column(rows.column_names.index(field), field, pa.array(texts, pa.string()))


def _lookups(translations: pa.Table, table: str, field: str, wanted: str) -> tuple[dict[str, str], dict[str, str]]:
    """Translations into `wanted` by the record's id and, where the feed gives them so, by the name itself."""
    by_key: dict[str, str] = {}
    by_name: dict[str, str] = {}
    for row in translations.to_pylist():
        if (row["table_name"], row["field_name"]) != (table, field) or not row["translation"]:
            continue
        if (row["language"] or "").partition("-")[0].lower() != wanted:
            continue
        if row.get("record_id"):
            by_key[row["record_id"]] = row["translation"].strip()
        elif row.get("field_value"):
            by_name[row["field_value"]] = row["translation"].strip()
    return by_key, by_name


def _both(name: str | None, translated: str | None, own: str) -> str | None:
    if not name or not translated or translated == name or BAR in name:
        return name
    return f"{translated}{BAR}{name}" if own == "en" else f"{name}{BAR}{translated}"
