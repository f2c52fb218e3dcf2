"""vectorm, pymilvus and milvus_lite share a process, whichever comes first, on both protobuf implementations."""

import itertools
import os
import subprocess
import sys

import pytest

PROGRAM = """
import importlib
import sys

for name in sys.argv[1:]:
    importlib.import_module(name)
    if name == "vectorm":
        importlib.import_module("vectorm.wire.read")

import numpy as np
from google.protobuf.internal import api_implementation
from pymilvus.grpc_gen import milvus_pb2

from vectorm.columns.batch import ColumnBatch
from vectorm.columns.build import build_column
from vectorm.enums import DataType
from vectorm.wire.fields import decode_fields
from vectorm.wire.messages import InsertRequest
from vectorm.wire.write import encode_insert

values = {"i": (DataType.INT64, [1, -2]), "f": (DataType.DOUBLE, [0.5, 1.5]), "s": (DataType.VARCHAR, ["a", "b"])}
columns = [build_column(name, given, data_type=kind) for name, (kind, given) in values.items()]
columns.append(build_column("v", [[1, 2], [3, 4]], data_type=DataType.FLOAT_VECTOR, dim=2))
request = encode_insert("c", ColumnBatch(columns))
theirs = milvus_pb2.InsertRequest.FromString(request)
assert list(theirs.fields_data[3].vectors.float_vector.data) == [1, 2, 3, 4]
fields = InsertRequest.FromString(request).fields_data
batch = decode_fields(fields, [None] * len(fields), None)
assert batch["i"].to_list() == [1, -2] and batch["f"].to_list() == [0.5, 1.5] and batch["s"].to_list() == ["a", "b"]
assert np.array_equal(batch["v"][1], [3, 4])
print(api_implementation.Type())
"""

ORDERS = list(itertools.permutations(["vectorm", "pymilvus", "milvus_lite"]))


@pytest.mark.parametrize("implementation", ["upb", "python"])
@pytest.mark.parametrize("order", ORDERS, ids=["-".join(order) for order in ORDERS])
def test_imports_in_every_order(order: tuple[str, ...], implementation: str) -> None:
    environment = {**os.environ, "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION": implementation}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *order],
        capture_output=True,
        text=True,
        env=environment,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == implementation
