"""The parts of pymilvus that the comparison uses. They carry no types that a checker could follow."""

from importlib import import_module
from typing import Any

pymilvus: Any = import_module("pymilvus")
milvus_pb2: Any = import_module("pymilvus.grpc_gen.milvus_pb2")
common_pb2: Any = import_module("pymilvus.grpc_gen.common_pb2")
schema_pb2: Any = import_module("pymilvus.grpc_gen.schema_pb2")
rg_pb2: Any = import_module("pymilvus.grpc_gen.rg_pb2")
Prepare: Any = import_module("pymilvus.client.prepare").Prepare
grpc_handler: Any = import_module("pymilvus.client.grpc_handler")
async_grpc_handler: Any = import_module("pymilvus.client.async_grpc_handler")
ConnectionManager: Any = import_module("pymilvus.client.connection_manager").ConnectionManager
GlobalCache: Any = import_module("pymilvus.client.cache").GlobalCache
DeprecationWarning_: Any = import_module("pymilvus.decorators").PyMilvusDeprecationWarning

_SERVICE: Any = milvus_pb2.DESCRIPTOR.services_by_name["MilvusService"]
_message_class: Any = import_module("google.protobuf.message_factory").GetMessageClass

METHODS: frozenset[str] = frozenset(_SERVICE.methods_by_name)
"""Names of all methods of the service."""

STREAMED: frozenset[str] = frozenset(name for name in METHODS if _SERVICE.methods_by_name[name].server_streaming)
"""Those that answer with a stream."""


def request_class(method: str) -> Any:
    """The message that a method takes."""
    return _message_class(_SERVICE.methods_by_name[method].input_type)


def reply_class(method: str) -> Any:
    """The message that a method answers with."""
    return _message_class(_SERVICE.methods_by_name[method].output_type)
