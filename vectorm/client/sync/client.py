# Generated from vectorm/client/aio/client.py by tools/make_sync.py: do not edit.
"""The client of all resources."""

from vectorm.client.builders import SchemaBuilders
from vectorm.client.sync.access import AccessMethods
from vectorm.client.sync.alias import AliasMethods
from vectorm.client.sync.analyzer import AnalyzerMethods
from vectorm.client.sync.cluster_session import ClusterSessionMethods
from vectorm.client.sync.collection import CollectionMethods
from vectorm.client.sync.database import DatabaseMethods
from vectorm.client.sync.external_collection import ExternalCollectionMethods
from vectorm.client.sync.file_resource import FileResourceMethods
from vectorm.client.sync.flush import FlushMethods
from vectorm.client.sync.index import IndexMethods
from vectorm.client.sync.iterator import IteratorMethods
from vectorm.client.sync.load import LoadMethods
from vectorm.client.sync.optimize import OptimizeMethods
from vectorm.client.sync.partition import PartitionMethods
from vectorm.client.sync.read import ReadMethods
from vectorm.client.sync.replicate import ReplicateMethods
from vectorm.client.sync.resource_group import ResourceGroupMethods
from vectorm.client.sync.schema_change import SchemaChangeMethods
from vectorm.client.sync.segment import SegmentMethods
from vectorm.client.sync.server import ServerMethods
from vectorm.client.sync.snapshot import SnapshotMethods
from vectorm.client.sync.write import WriteMethods


class MilvusClient(
    CollectionMethods,
    IndexMethods,
    LoadMethods,
    WriteMethods,
    ReadMethods,
    IteratorMethods,
    PartitionMethods,
    AliasMethods,
    DatabaseMethods,
    FlushMethods,
    ServerMethods,
    AccessMethods,
    ResourceGroupMethods,
    SegmentMethods,
    AnalyzerMethods,
    ClusterSessionMethods,
    ExternalCollectionMethods,
    FileResourceMethods,
    OptimizeMethods,
    ReplicateMethods,
    SchemaChangeMethods,
    SnapshotMethods,
    SchemaBuilders,
):
    """A client of one database of a Milvus server, or of an embedded one (`uri="./my.db"`).

    Usable as `with`. Each method is found in the file of its resource; all take `timeout` in seconds for the
    whole call, retries included (30 if None, 600 where rows are written or the server is waited for), and raise
    `MilvusException` or one of its subclasses in `vectorm.errors`.
    """
