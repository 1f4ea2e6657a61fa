"""Which words of Cypher users may use: clauses, operators, functions and procedures; what isn't here is refused."""

from __future__ import annotations

from collections.abc import Mapping


def _set(told: str) -> frozenset[str]:
    return frozenset(told.split())


BEGIN = _set("MATCH OPTIONAL WITH UNWIND RETURN CALL")
"""What a query, or a part of one, may begin with."""

CLAUSES = BEGIN | _set("WHERE ORDER SKIP LIMIT UNION YIELD")

OPERATORS = _set("AND OR XOR IN CONTAINS")
"""What stands between two operands."""

CASES = _set("WHEN THEN ELSE")
ORDERS = _set("ASC ASCENDING DESC DESCENDING")
SUBQUERIES = _set("EXISTS COUNT COLLECT")
PATHS = _set("SHORTEST ALL TRAIL ACYCLIC")
"""What may follow the star of a path, on Ladybug."""

CHANGING = _set("CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH LOAD COPY EXPORT IMPORT INSTALL UNINSTALL UPDATE "
    "ATTACH DROP ALTER USE INSERT "
    "BEGIN COMMIT ROLLBACK CHECKPOINT GRANT DENY REVOKE TERMINATE MACRO FORCE")
"""What changes something or reaches outside: refused wherever it stands bare and is no name after a dot, a colon or AS."""

_COMMON = """
    count sum avg min max collect size length id labels keys properties nodes head last tail range reverse
    coalesce toString toInteger toFloat toBoolean toUpper toLower upper lower trim ltrim rtrim replace split substring left right
    abs ceil floor round sign sqrt exp log log10 sin cos tan asin acos atan atan2 cot degrees radians pi rand
    date exists any all none single reduce nullIf isEmpty"""

_NEO4J = """
    type elementId relationships startNode endNode shortestPath allShortestPaths percentileCont percentileDisc stDev stDevP
    charLength char_length character_length btrim normalize valueType randomUUID isNaN e haversin
    toIntegerOrNull toFloatOrNull toStringOrNull toBooleanOrNull toIntegerList toFloatList toStringList toBooleanList
    datetime localdatetime time localtime duration duration.between duration.inDays duration.inMonths duration.inSeconds
    date.truncate datetime.truncate date.statement date.transaction point point.distance timestamp"""

_LADYBUG = """
    label rels relationships start_node end_node is_trail is_acyclic offset typeof cast
    concat concat_ws contains starts_with ends_with prefix suffix initcap lcase ucase lpad rpad levenshtein repeat
    split_part string_split str_split regexp_matches regexp_full_match regexp_extract regexp_extract_all regexp_replace
    to_int64 to_int32 to_double to_float to_string to_date to_bool to_days to_months to_years string ifnull greatest least
    cbrt ceiling ln log2 pow factorial gamma
    date_part datepart date_trunc datetrunc dayname monthname last_day make_date current_date century timestamp
    list_concat list_cat list_append list_prepend list_position list_indexof list_contains list_has list_has_all list_has_any list_slice
    list_sort list_reverse_sort list_sum list_min list_max list_product list_distinct list_unique list_any_value list_element list_extract
    list_filter list_transform list_reduce list_reverse list_to_string list_creation
    struct_pack struct_extract map map_keys map_values map_extract element_at cardinality hash md5 sha256 count_if"""

FUNCTIONS: Mapping[str, frozenset[str]] = {
    "neo4j": _set(f"{_COMMON} {_NEO4J}".lower()), "ladybug": _set(f"{_COMMON} {_LADYBUG}".lower())}
"""In lower case, by dialect. None of them reads a file, an address, a setting or a sequence, or changes anything."""

PROCEDURES: Mapping[str, frozenset[str]] = {
    "neo4j": _set("db.labels db.relationshiptypes db.propertykeys db.schema.nodetypeproperties db.schema.reltypeproperties"),
    "ladybug": _set("show_tables table_info show_functions db_version")}
"""What may be called, in lower case: it tells of the schema and nothing else."""
