"""Message classes of `proto/`, made from the descriptor set in a private pool.

The pool is private so that pymilvus, milvus-lite or any other gRPC library may carry descriptors of the same names in
the same process (decisions/0001). Type checkers read `messages.pyi`; the values of its enums
stand in `vectorm.enums`.
"""

from importlib.resources import files

from google.protobuf import message_factory
from google.protobuf.descriptor_pb2 import FileDescriptorSet
from google.protobuf.descriptor_pool import DescriptorPool
from google.protobuf.message import Message


def _load() -> dict[str, type[Message]]:
    descriptors = FileDescriptorSet.FromString((files("vectorm.wire") / "descriptors.binpb").read_bytes())
    pool = DescriptorPool()
    for file in descriptors.file:
        pool.Add(file)  # type: ignore[no-untyped-call]
    names = [file.name for file in descriptors.file]
    found = message_factory.GetMessageClassesForFiles(names, pool)  # type: ignore[arg-type]
    return {name.rpartition(".")[2]: cls for name, cls in found.items()}


globals().update(_load())
