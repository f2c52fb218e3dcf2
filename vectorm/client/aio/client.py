"""The client of all resources."""

from vectorm.client.aio.access import AsyncAccessMethods
from vectorm.client.aio.alias import AsyncAliasMethods
from vectorm.client.aio.analyzer import AsyncAnalyzerMethods
from vectorm.client.aio.cluster_session import AsyncClusterSessionMethods
from vectorm.client.aio.collection import AsyncCollectionMethods
from vectorm.client.aio.database import AsyncDatabaseMethods
from vectorm.client.aio.external_collection import AsyncExternalCollectionMethods
from vectorm.client.aio.file_resource import AsyncFileResourceMethods
from vectorm.client.aio.flush import AsyncFlushMethods
from vectorm.client.aio.index import AsyncIndexMethods
from vectorm.client.aio.iterator import AsyncIteratorMethods
from vectorm.client.aio.load import AsyncLoadMethods
from vectorm.client.aio.optimize import AsyncOptimizeMethods
from vectorm.client.aio.partition import AsyncPartitionMethods
from vectorm.client.aio.read import AsyncReadMethods
from vectorm.client.aio.replicate import AsyncReplicateMethods
from vectorm.client.aio.resource_group import AsyncResourceGroupMethods
from vectorm.client.aio.schema_change import AsyncSchemaChangeMethods
from vectorm.client.aio.segment import AsyncSegmentMethods
from vectorm.client.aio.server import AsyncServerMethods
from vectorm.client.aio.snapshot import AsyncSnapshotMethods
from vectorm.client.aio.write import AsyncWriteMethods
from vectorm.client.builders import SchemaBuilders


class AsyncMilvusClient(
    AsyncCollectionMethods,
    AsyncIndexMethods,
    AsyncLoadMethods,
    AsyncWriteMethods,
    AsyncReadMethods,
    AsyncIteratorMethods,
    AsyncPartitionMethods,
    AsyncAliasMethods,
    AsyncDatabaseMethods,
    AsyncFlushMethods,
    AsyncServerMethods,
    AsyncAccessMethods,
    AsyncResourceGroupMethods,
    AsyncSegmentMethods,
    AsyncAnalyzerMethods,
    AsyncClusterSessionMethods,
    AsyncExternalCollectionMethods,
    AsyncFileResourceMethods,
    AsyncOptimizeMethods,
    AsyncReplicateMethods,
    AsyncSchemaChangeMethods,
    AsyncSnapshotMethods,
    SchemaBuilders,
):
    """A client of one database of a Milvus server, or of an embedded one (`uri="./my.db"`).

    Usable as `async with`. Each method is found in the file of its resource; all take `timeout` in seconds for the
    whole call, retries included (30 if None, 600 where rows are written or the server is waited for), and raise
    `MilvusException` or one of its subclasses in `vectorm.errors`.
    """
