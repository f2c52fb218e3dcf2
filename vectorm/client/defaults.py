"""The defaults that PyMilvus shows as `DefaultConfig` and `settings.Config`, for programs that read them."""

import os

from vectorm.connection.environments import MILVUS_URI
from vectorm.connection.settings import CONNECT_TIMEOUT
from vectorm.transport.address import DEFAULT_HOST, DEFAULT_PORT


class DefaultConfig:
    """Defaults. Changing one changes nothing: they are for reading."""

    MILVUS_URI = os.environ.get(MILVUS_URI, "")
    LEGACY_URI = ""
    MILVUS_CONN_ALIAS = "default"
    MILVUS_CONN_TIMEOUT = CONNECT_TIMEOUT
    DEFAULT_USING = MILVUS_CONN_ALIAS
    DEFAULT_CONNECT_TIMEOUT = MILVUS_CONN_TIMEOUT
    DEFAULT_HOST = DEFAULT_HOST
    DEFAULT_PORT = str(DEFAULT_PORT)
    GRPC_PORT = str(DEFAULT_PORT)
    GRPC_ADDRESS = f"127.0.0.1:{DEFAULT_PORT}"
    GRPC_URI = f"tcp://127.0.0.1:{DEFAULT_PORT}"
    WaitTimeDurationWhenLoad = 0.2
    MaxVarCharLengthKey = "max_length"
    MaxVarCharLength = 65_535
    EncodeProtocol = "utf-8"
    IndexName = ""
