"""A collection of every type, declared with either package, and rows for it."""

from types import ModuleType
from typing import Any

import numpy as np

from tests.support.samples import as_bfloat16

DIM = 8
COUNT = 7
_NUMBERS = np.random.default_rng(3).random((COUNT, DIM), dtype=np.float32)
_ARRAYS: dict[str, list[Any]] = {
    "BOOL": [True, False],
    "INT8": [-128, 127],
    "INT16": [-(2**15), 7],
    "INT32": [2**31 - 1],
    "INT64": [2**62, -1, 0],
    "FLOAT": [0.5, -1.25],
    "DOUBLE": [0.1, 1e300],
    "VARCHAR": ["é,", 'quote "', ""],
}

Field = tuple[str, str, dict[str, Any]]

PLAIN: list[Field] = [
    ("b", "BOOL", {}),
    ("i8", "INT8", {}),
    ("i16", "INT16", {}),
    ("i32", "INT32", {}),
    ("i64", "INT64", {}),
    ("f", "FLOAT", {}),
    ("d", "DOUBLE", {}),
    ("s", "VARCHAR", {"max_length": 200}),
    ("t", "TEXT", {}),
    ("j", "JSON", {}),
    ("wkt", "GEOMETRY", {}),
    ("at", "TIMESTAMPTZ", {}),
    ("v", "FLOAT_VECTOR", {"dim": DIM}),
    ("v16", "FLOAT16_VECTOR", {"dim": DIM}),
    ("vb16", "BFLOAT16_VECTOR", {"dim": DIM}),
    ("v8", "INT8_VECTOR", {"dim": DIM}),
    ("bits", "BINARY_VECTOR", {"dim": DIM}),
]
"""Types that every kind of file holds."""
LISTS: list[Field] = [
    *((f"a_{name.lower()}", "ARRAY", {"element_type": name, "max_capacity": 8, "max_length": 50}) for name in _ARRAYS),
    ("sp", "SPARSE_FLOAT_VECTOR", {}),
]
"""Types that NumPy files do not hold."""
NULLABLE: list[Field] = [
    (f"n_{name}", data_type, {**options, "nullable": True})
    for name, data_type, options in [*PLAIN, *LISTS]
    if (not data_type.endswith("VECTOR") or data_type == "FLOAT_VECTOR") and name != "i64"
]
"""Without INT64: PyMilvus rounds its values to a double when one of them is null."""
STRUCT = "STRUCT"
STRUCTS: list[Field] = [("chunks", STRUCT, {"max_capacity": 4}), ("one", STRUCT, {"max_capacity": 4})]
PARTS: list[Field] = [field for field in PLAIN if field[1] not in {"TEXT", "JSON", "GEOMETRY", "TIMESTAMPTZ"}]
"""What structs hold."""
DEFAULTS: list[Field] = [
    ("with_i", "INT64", {"default_value": 5}),
    ("with_s", "VARCHAR", {"default_value": "none", "max_length": 20, "nullable": True}),
]


def schema(package: ModuleType, fields: list[Field], *, dynamic: bool = False) -> Any:
    """A schema with those fields and a key `id`, of `pymilvus` or `vectorm`."""
    kinds = package.DataType
    made = package.CollectionSchema(
        [package.FieldSchema("id", kinds.INT64, is_primary=True)], enable_dynamic_field=dynamic
    )
    for name, data_type, options in fields:
        given = dict(options)
        if data_type == STRUCT:
            structs = package.StructFieldSchema()
            for part, part_type, part_options in PARTS[2:5] if name == "one" else PARTS:
                structs.add_field(part, kinds[part_type], **part_options)
            made.add_field(name, kinds.ARRAY, element_type=kinds.STRUCT, struct_schema=structs, **given)
            continue
        if "element_type" in given:
            given["element_type"] = kinds[given["element_type"]]
        made.add_field(name, kinds[data_type], **given)
    return made


def value(data_type: str, options: dict[str, Any], row: int) -> Any:
    """A value of a type, as both packages take it."""
    if data_type == "ARRAY":
        elements = _ARRAYS[options["element_type"]]
        return (elements * 3)[: row + 1]
    if data_type == "SPARSE_FLOAT_VECTOR":
        return {row: 0.5, 1000 + row: 13.23} if row % 2 else {"indices": [3, 70], "values": [0.25, 1.1]}
    return {
        "BOOL": row % 2 == 0,
        "INT8": row - 100,
        "INT16": -(2**15) + row,
        "INT32": 2**31 - 1 - row,
        "INT64": -(2**62) + row,
        "FLOAT": 0.1 + row,
        "DOUBLE": 1e300 / (row + 1),
        "VARCHAR": ["", "plain", 'say "é", or;', "line\nbreak", "日本 🎉", "'", "x" * 200][row],
        "TEXT": ["", "plain", 'say "é", or;', "line\nbreak", "日本 🎉", "'", "x" * 70_000][row],
        "JSON": [{}, {"a": [1, 2.5, None]}, [1, 2], {"é": "🎉"}, {"n": {"m": True}}, '{"ready": "text"}', {"a": 1}][
            row
        ],
        "GEOMETRY": f"POINT ({row} 2)",
        "TIMESTAMPTZ": f"2024-05-0{row + 1}T10:00:00Z",
        "FLOAT_VECTOR": _NUMBERS[row] if row % 2 else _NUMBERS[row].tolist(),
        "FLOAT16_VECTOR": _NUMBERS[row].astype(np.float16),
        "BFLOAT16_VECTOR": bfloat16(row),
        "INT8_VECTOR": (_NUMBERS[row] * 100).astype(np.int8) if row % 2 else [row - 4] * DIM,
        "BINARY_VECTOR": [bytes([row]), np.array([row], np.uint8), [1, 0, 1, 1, 0, 0, 1, 0]][row % 3],
    }[data_type]


def structs(name: str, row: int) -> list[dict[str, Any]]:
    """The structs of a row: none, some, or as many as there may be."""
    parts = PARTS[2:5] if name == "one" else PARTS
    return [
        {part: value(data_type, options, (row + place) % COUNT) for part, data_type, options in parts}
        for place in range(row % 5)
    ]


def bfloat16(row: int) -> Any:
    """A vector of ml_dtypes.bfloat16."""
    import ml_dtypes

    return as_bfloat16(_NUMBERS[row]).astype(ml_dtypes.bfloat16)


def rows(fields: list[Field], *, dynamic: bool = False) -> list[dict[str, Any]]:
    """Rows for the fields: every third value of a field that is nullable or has a default is left out or None."""
    found: list[dict[str, Any]] = []
    for number in range(COUNT):
        row: dict[str, Any] = {"id": number}
        for name, data_type, options in fields:
            if options.keys() & {"nullable", "default_value"} and number % 3 == 0:
                if number:
                    row[name] = None
                continue
            row[name] = structs(name, number) if data_type == STRUCT else value(data_type, options, number)
        if dynamic and number:
            row |= {"color": f"c{number}", "tags": ["x", number]}
        if dynamic and number > 3:
            row["$meta"] = {"nested": {"n": number}}
        found.append(row)
    return found
