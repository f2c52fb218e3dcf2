"""Paths of the gRPC methods."""

SERVICE = "/milvus.proto.milvus.MilvusService/"


def method_path(method: str) -> str:
    """The path of a method of Milvus's service: `Search` -> `/milvus.proto.milvus.MilvusService/Search`."""
    return SERVICE + method
