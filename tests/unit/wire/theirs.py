"""What pymilvus makes of the same calls. It carries no types that a checker could follow."""

from importlib import import_module
from typing import Any

pymilvus: Any = import_module("pymilvus")
Prepare: Any = import_module("pymilvus.client.prepare").Prepare
milvus_pb2: Any = import_module("pymilvus.grpc_gen.milvus_pb2")
common_pb2: Any = import_module("pymilvus.grpc_gen.common_pb2")
schema_pb2: Any = import_module("pymilvus.grpc_gen.schema_pb2")
