"""Insert, upsert, delete: every data type, as rows and as columns."""

from typing import Any

import numpy as np
from ml_dtypes import bfloat16

from tests.pymilvus.wire.harness import Cases

CASES = Cases(__name__)

PLAIN = [{"id": 1, "vector": [0.1, 0.2]}, {"id": 2, "vector": [0.3, 0.4]}]

SCALARS = [
    {
        "id": 1,
        "f_bool": True,
        "f_int8": -128,
        "f_int16": 32767,
        "f_int32": -2147483648,
        "f_int64": 9223372036854775807,
        "f_float": 1.5,
        "f_double": 0.1,
        "f_json": {"a": [1, 2.5, None, True], "b": {"c": "d"}, "ü": "é"},
        "f_varchar": "naïve ☃",
        "f_geometry": "POINT (1 2)",
        "f_timestamptz": "2025-01-02T03:04:05+08:00",
        "vector": [1, 2],
    },
    {
        "id": 2,
        "f_bool": False,
        "f_int8": 0,
        "f_int16": 0,
        "f_int32": 0,
        "f_int64": 0,
        "f_float": 0.0,
        "f_double": -0.0,
        "f_json": [1, "two"],
        "f_varchar": "",
        "f_geometry": "LINESTRING (0 0, 1 1)",
        "f_timestamptz": "2025-01-02T03:04:05Z",
        "vector": [0.0, 0.0],
    },
]

ARRAYS = [
    {
        "id": 1,
        "a_bool": [True, False],
        "a_int8": [1, -1],
        "a_int16": [300],
        "a_int32": [70000, 1],
        "a_int64": [2**40],
        "a_float": [0.5, 1.5],
        "a_double": [0.1],
        "a_varchar": ["a", "ü"],
        "vector": [1.0, 2.0],
    },
    {
        "id": 2,
        "a_bool": [],
        "a_int8": [],
        "a_int16": [],
        "a_int32": [],
        "a_int64": [],
        "a_float": [],
        "a_double": [],
        "a_varchar": [],
        "vector": [1.0, 2.0],
    },
]

ROWS_OF_TEXT_KEYS = [{"key": "it's", "vector": [0.0, 1.0]}, {"key": 'a"b', "vector": [1.0, 0.0]}]


@CASES.client
def insert(lib: Any, client: Any) -> None:
    client.insert("plain", PLAIN)


@CASES.client
def insert_one(lib: Any, client: Any) -> None:
    client.insert("plain", PLAIN[0])


@CASES.client
def insert_into_partition(lib: Any, client: Any) -> None:
    client.insert("plain", PLAIN, partition_name="part")


@CASES.client
def insert_text_keys(lib: Any, client: Any) -> None:
    client.insert("text_key", ROWS_OF_TEXT_KEYS)


@CASES.client
def insert_auto_ids(lib: Any, client: Any) -> None:
    client.insert("auto", [{"title": "a", "vector": [0.0, 1.0]}])


@CASES.client
def insert_given_auto_ids(lib: Any, client: Any) -> None:
    client.insert("auto_given", [{"id": 7, "title": "a", "vector": [0.0, 1.0]}])


@CASES.client
def insert_dynamic(lib: Any, client: Any) -> None:
    client.insert(
        "dynamic",
        [
            {"id": 1, "vector": [0.0, 1.0], "color": "red", "n": 1, "tags": ["a", "b"]},
            {"id": 2, "vector": [0.0, 1.0]},
            {"id": 3, "vector": [0.0, 1.0], "nested": {"x": None}, "ü": 1.5},
        ],
    )


@CASES.client
def insert_scalars(lib: Any, client: Any) -> None:
    client.insert("scalars", SCALARS)


@CASES.client
def insert_arrays(lib: Any, client: Any) -> None:
    client.insert("arrays", ARRAYS)


@CASES.client
def insert_vectors(lib: Any, client: Any) -> None:
    half, brain = np.array([1, 2, 3, 4], "float16"), bytes([0, 63, 128, 63, 0, 64, 64, 64])
    client.insert(
        "vectors",
        [
            {
                "id": i,
                "v_float": np.array([1, 2, 3, i], "float32"),
                "v_binary": bytes([i, 255]),
                "v_float16": half,
                "v_bfloat16": brain,
                "v_int8": np.array([-128, 0, 127, i], "int8"),
                "v_sparse": {1: 0.5, 100 + i: 0.25},
            }
            for i in range(3)
        ],
    )


@CASES.client
def insert_nulls(lib: Any, client: Any) -> None:
    names = ("n_bool", "n_int32", "n_float", "n_varchar", "n_json", "n_array")
    full = {
        "id": 1, "n_bool": True, "n_int32": 5, "n_float": 0.5, "n_varchar": "x", "n_json": {"a": 1}, "n_array": [1, 2],
        "d_bool": False, "d_int8": 1, "d_int64": 2, "d_float": 3.0, "d_double": 4.0, "d_varchar": "y",
        "vector": [0.0, 1.0],
    }  # fmt: skip
    empty = {**full, **dict.fromkeys(names), "id": 2}
    client.insert("optional", [full, empty, {**full, "id": 3}])


@CASES.client
def insert_without_optional_fields(lib: Any, client: Any) -> None:
    client.insert("optional", [{"id": 1, "vector": [0.0, 1.0]}, {"id": 2, "vector": [1.0, 0.0]}])


@CASES.client
def insert_some_optional_fields(lib: Any, client: Any) -> None:
    client.insert(
        "optional",
        [
            {"id": 1, "vector": [0.0, 1.0], "n_int32": 4, "d_int64": 9},
            {"id": 2, "vector": [1.0, 0.0], "n_int32": None, "d_int64": None},
        ],
    )


@CASES.client
def insert_texts(lib: Any, client: Any) -> None:
    client.insert("texts", [{"body": "what is a vector", "dense": [0.0, 1.0]}])


@CASES.client
def insert_keyed(lib: Any, client: Any) -> None:
    client.insert("keyed", [{"id": 1, "tenant": "a", "year": 1999, "vector": [0.0, 1.0]}])


@CASES.client
def upsert(lib: Any, client: Any) -> None:
    client.upsert("plain", PLAIN)
    client.upsert("plain", PLAIN[0], partition_name="part")


@CASES.client
def upsert_part_of_rows(lib: Any, client: Any) -> None:
    rows = [{"id": 1, "f_varchar": "new", "f_int8": 4}, {"id": 2, "f_varchar": "newer", "f_int8": 5}]
    client.upsert("scalars", rows, partial_update=True)


@CASES.client
def upsert_auto_ids(lib: Any, client: Any) -> None:
    client.upsert("auto", [{"id": 7, "title": "a", "vector": [0.0, 1.0]}])


@CASES.client
def upsert_dynamic(lib: Any, client: Any) -> None:
    client.upsert("dynamic", [{"id": 1, "vector": [0.0, 1.0], "color": "red"}])


@CASES.client
def upsert_optional(lib: Any, client: Any) -> None:
    client.upsert("optional", [{"id": 1, "vector": [0.0, 1.0]}, {"id": 2, "vector": [1.0, 0.0]}])
    client.upsert(
        "optional",
        [
            {"id": 1, "vector": [0.0, 1.0], "n_int32": 4, "d_int64": 9, "n_json": {"a": 1}},
            {"id": 2, "vector": [1.0, 0.0], "n_int32": None, "d_int64": None, "n_json": None},
        ],
    )


@CASES.client
def delete_by_keys(lib: Any, client: Any) -> None:
    client.delete("plain", ids=[1, 2, 3])
    client.delete("plain", ids=4)
    client.delete("plain", [5], partition_name="part")


@CASES.client
def delete_by_text_keys(lib: Any, client: Any) -> None:
    client.delete("text_key", ids=["a", "b"])


@CASES.client
def delete_by_filter(lib: Any, client: Any) -> None:
    client.delete("plain", filter="id > 10 and id < 20")


@CASES.client
def delete_by_filter_with_values(lib: Any, client: Any) -> None:
    client.delete("plain", filter="id in {ids}", filter_params={"ids": [1, 2]})


@CASES.orm
def orm_columns(lib: Any) -> None:
    collection = lib.Collection("auto")
    collection.insert([["a", "b"], [[0.1, 0.2], [0.3, 0.4]]])
    collection.insert([["c"], np.array([[1, 2]], "float32")], partition_name="part")


@CASES.orm
def orm_rows(lib: Any) -> None:
    collection = lib.Collection("auto")
    collection.insert([{"title": "a", "vector": [0.1, 0.2]}])
    collection.insert({"title": "a", "vector": [0.1, 0.2]})


@CASES.orm
def orm_columns_of_scalars(lib: Any) -> None:
    names = list(SCALARS[0])
    lib.Collection("scalars").insert([[row[name] for row in SCALARS] for name in names])


@CASES.orm
def orm_columns_of_arrays(lib: Any) -> None:
    lib.Collection("arrays").insert([[row[name] for row in ARRAYS] for name in ARRAYS[0]])


@CASES.orm
def orm_columns_of_vectors(lib: Any) -> None:
    lib.Collection("vectors").insert(
        [
            [1, 2],
            [[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]],
            [bytes([1, 2]), bytes([3, 4])],
            [np.array([1, 2, 3, 4], "float16"), np.array([5, 6, 7, 8], "float16")],
            [np.array([1, 2, 3, 4], bfloat16), np.array([5, 6, 7, 8], bfloat16)],
            [np.array([1, 2, 3, 4], "int8"), np.array([5, 6, 7, 8], "int8")],
            [{1: 0.5}, {2: 0.25, 7: 1.0}],
        ]
    )


@CASES.orm
def orm_data_frame(lib: Any) -> None:
    import pandas as pd

    frame = pd.DataFrame({"title": ["a", "b"], "vector": [[0.1, 0.2], [0.3, 0.4]]})
    lib.Collection("auto").insert(frame)


@CASES.orm
def orm_upsert(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.upsert([[1, 2], [[0.1, 0.2], [0.3, 0.4]]])
    collection.upsert(PLAIN, partition_name="part")


@CASES.orm
def orm_delete(lib: Any) -> None:
    collection = lib.Collection("plain")
    collection.delete("id in [1, 2]")
    collection.delete("id in [3]", partition_name="part")


@CASES.orm
def orm_partition(lib: Any) -> None:
    part = lib.Partition(lib.Collection("plain"), "part")
    part.insert([[1], [[0.5, 0.5]]])
    part.upsert([[1], [[0.5, 0.5]]])
    part.delete("id in [1]")
