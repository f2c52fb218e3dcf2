"""What the connected engine can do."""

from dataclasses import dataclass
from enum import Enum

from vectorm.enums import DataType


class Engine(str, Enum):
    """Kinds of servers that speak the protocol."""

    LITE = "Milvus Lite"
    MILVUS = "Milvus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """Engine, version and features of a server, from its Connect reply.

    Attributes:
        access: Users, roles and privileges.
        access_descriptions: Descriptions of users and roles.
        privilege_groups: Privilege groups, and privileges of the second form (`grant_privilege_v2`).
        resource_groups: Resource groups, and moving nodes and replicas between them.
        resource_group_configs: Requests and limits of resource groups.
        segments: What is known of segments, replicas and compaction plans; moving segments.
        compaction_tasks: Compactions of a collection, whoever started them.
        bulk_insert: Import of files over gRPC.
    """

    engine: Engine
    version: str
    data_types: frozenset[DataType]
    several_vectors: bool
    hybrid: bool
    nullable: bool
    functions: bool
    group_by: bool
    partial_upsert: bool
    partition_load: bool
    flush_all: bool
    varchar_auto_id: bool
    auto_id_upsert: bool
    describe_database: bool
    access: bool = False
    access_descriptions: bool = False
    privilege_groups: bool = False
    resource_groups: bool = False
    resource_group_configs: bool = False
    segments: bool = False
    compaction_tasks: bool = False
    bulk_insert: bool = False

    @property
    def label(self) -> str:
        """Engine and version, for messages."""
        return f"{self.engine.value} {self.version}".rstrip()


_ALL = frozenset(DataType) - {DataType.NONE, DataType.UNKNOWN, DataType.STRING}
_SCALARS = frozenset({
    DataType.BOOL, DataType.INT8, DataType.INT16, DataType.INT32, DataType.INT64, DataType.FLOAT, DataType.DOUBLE,
    DataType.VARCHAR, DataType.JSON, DataType.ARRAY,
})  # fmt: skip
_V23 = _SCALARS | {DataType.BINARY_VECTOR, DataType.FLOAT_VECTOR, DataType.FLOAT16_VECTOR}
_V24 = _V23 | {DataType.BFLOAT16_VECTOR, DataType.SPARSE_FLOAT_VECTOR}
_V26 = _ALL
_LITE3 = _SCALARS | {
    DataType.GEOMETRY, DataType.TIMESTAMPTZ, DataType.FLOAT_VECTOR, DataType.SPARSE_FLOAT_VECTOR,
}  # fmt: skip


def capabilities_of(build: str, deploy_mode: str) -> Capabilities:
    """The capabilities of a server by its Connect reply.

    Args:
        build: `server_info.build_tags`: `v2.3.5-lite`, `milvus_lite-3.2.2`, `2.5.10`.
        deploy_mode: `server_info.deploy_mode`; Milvus Lite says `embedded` and leaves the version to
            GetVersion; Milvus Lite 2 says nothing.
    """
    if not build and not deploy_mode:
        return _lite2()
    if deploy_mode.lower() == "embedded" or build.startswith("milvus_lite"):
        return _lite(build.partition("-")[2])
    version = build.removeprefix("v").partition("-")[0]
    return _milvus(version)


def _lite(version: str) -> Capabilities:
    return Capabilities(
        engine=Engine.LITE,
        version=version,
        data_types=_LITE3,
        several_vectors=True,
        hybrid=True,
        nullable=True,
        functions=True,
        group_by=True,
        partial_upsert=True,
        partition_load=False,
        flush_all=False,
        varchar_auto_id=False,
        auto_id_upsert=True,
        describe_database=True,
    )


def _lite2() -> Capabilities:
    """Milvus Lite 2.4 and 2.5, the C++ core in a wheel; it does not tell its version."""
    return Capabilities(
        engine=Engine.LITE,
        version="2.x",
        data_types=_V24,
        several_vectors=True,
        hybrid=True,
        nullable=False,
        functions=True,
        group_by=True,
        partial_upsert=False,
        partition_load=False,
        flush_all=False,
        varchar_auto_id=False,
        auto_id_upsert=False,
        describe_database=False,
    )


def _milvus(version: str) -> Capabilities:
    number = _version_number(version)
    v24, v25, v26, v30 = (number >= since for since in ((2, 4), (2, 5), (2, 6), (3, 0)))
    return Capabilities(
        engine=Engine.MILVUS,
        version=version,
        data_types=_V26 if v26 else _V24 if v24 else _V23,
        several_vectors=v24,
        hybrid=v24,
        nullable=v25,
        functions=v25,
        group_by=v24,
        partial_upsert=v26,
        partition_load=True,
        flush_all=True,
        varchar_auto_id=True,
        auto_id_upsert=v25,
        describe_database=v24,
        access=True,
        access_descriptions=v30,
        privilege_groups=v25,
        resource_groups=True,
        resource_group_configs=v24,
        segments=True,
        compaction_tasks=v30,
        bulk_insert=True,
    )


def _version_number(version: str) -> tuple[int, ...]:
    """`2.3.5` as a tuple; a version that cannot be read counts as the newest."""
    parts = version.split(".")[:2]
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else (99,)
