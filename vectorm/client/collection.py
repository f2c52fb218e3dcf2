"""`Collection`: the ORM-style API to one collection."""

from collections.abc import Mapping, Sequence
from typing import Any

from typing_extensions import Self, Unpack

from vectorm.client import bound
from vectorm.client.compaction import CompactionPlans, CompactionState, compaction, compaction_state
from vectorm.client.dataframe import schema_of_table
from vectorm.client.describe import collection_dict, single_index
from vectorm.client.field import FieldSchema
from vectorm.client.future import Callback, CreateIndexFuture, Later
from vectorm.client.index import Index, described_index
from vectorm.client.index_params import index_spec
from vectorm.client.keywords import checked_methods
from vectorm.client.loading import load
from vectorm.client.mutation import MutationResult
from vectorm.client.options import CollectionLoadOptions, CollectionOptions, LoadOptions
from vectorm.client.partition import Partition
from vectorm.client.replica import Replica, replica_groups
from vectorm.client.rowwise import CollectionRows
from vectorm.client.status import Status
from vectorm.client.writing import Table
from vectorm.connection.handle import LONG_TIMEOUT
from vectorm.enums import LoadState
from vectorm.errors import ParamError, PartitionAlreadyExistException, SchemaNotReadyException
from vectorm.ops import alias, collection, flush, index, partition, replica
from vectorm.ops import load as loading
from vectorm.ops.step import Op


@checked_methods
class Collection(CollectionRows):
    """A collection of the connection `using`; it is created when a schema is given and there is none of that name.

    Rows (`insert`, `search`, `query`, ...) are in `CollectionRows`, which also describes the constructor.
    """

    @classmethod
    def construct_from_dataframe(
        cls,
        name: str,
        dataframe: Table,
        *,
        primary_field: str,
        auto_id: bool = False,
        using: str = "default",
        timeout: float | None = None,
        **options: Unpack[CollectionOptions],
    ) -> tuple[Self, MutationResult]:
        """Create a collection by the columns of a DataFrame, and insert its rows; one that exists takes the rows.

        VARCHAR fields get the longest `max_length`; vectors must be lists or arrays of one length.
        """
        exists = bound.run(using, lambda ctx: collection.has(ctx, name), timeout)
        schema = None if exists else schema_of_table(name, dataframe, primary_field, auto_id=auto_id)
        made = cls(name, schema, using, timeout=timeout, **options)
        return made, made.insert(dataframe, timeout=timeout)

    @property
    def description(self) -> str:
        """Text for people."""
        return self._schema.description

    @property
    def primary_field(self) -> FieldSchema:
        """The primary key field."""
        found = self._schema.primary_field
        if found is None:
            raise SchemaNotReadyException(message=f"collection {self._name} has no primary key field")
        return found

    @property
    def num_entities(self) -> int:
        """About how many rows it has: without deletes and unflushed rows (query `count(*)` is exact)."""
        return int(self._run(lambda ctx: collection.stats(ctx, self._name))["row_count"])

    @property
    def is_empty(self) -> bool:
        """Whether `num_entities` is 0."""
        return self.num_entities == 0

    @property
    def is_loaded(self) -> bool:
        """Whether it can be searched."""
        return self._run(lambda ctx: loading.state(ctx, self._name)) is LoadState.Loaded

    @property
    def num_shards(self) -> int:
        """Number of its shards."""
        return int(self.describe()["num_shards"])

    @property
    def aliases(self) -> list[str]:
        """Its other names."""
        return list(self.describe()["aliases"])

    def describe(self, timeout: float | None = None) -> dict[str, Any]:
        """Schema and properties, as `MilvusClient.describe_collection` gives them."""
        return collection_dict(self._run(lambda ctx: collection.describe(ctx, self._name), timeout))

    def drop(self, timeout: float | None = None) -> None:
        """Drop the collection with all its rows."""
        self._run(lambda ctx: collection.drop(ctx, self._name), timeout)

    def truncate(self, timeout: float | None = None) -> None:
        """Delete all rows; schema and indexes stay."""
        self._run(lambda ctx: collection.truncate(ctx, self._name), timeout)

    def set_properties(self, properties: Mapping[str, Any], timeout: float | None = None) -> None:
        """Set properties, such as `collection.ttl.seconds`."""
        self._run(lambda ctx: collection.alter(ctx, self._name, properties), timeout)

    def flush(self, timeout: float | None = None, *, _async: bool = False) -> None:
        """Seal the growing segments and wait until they are written, or not with `_async`. Reads do not need it."""
        self._run_long(lambda ctx: flush.flush(ctx, [self._name], wait=not _async), timeout)

    def compact(
        self,
        is_clustering: bool | None = False,
        timeout: float | None = None,
        *,
        is_l0: bool | None = False,
        target_size: int | None = None,
    ) -> None:
        """Start to merge small segments and to remove deleted rows.

        The job is in `compaction_id`, with `is_clustering` in `clustering_compaction_id`.

        Args:
            is_clustering: Whether to sort the rows by the clustering key (Milvus 2.4).
            timeout: Seconds.
            is_l0: Whether to apply the deletes alone (Milvus 2.6).
            target_size: Size in MB of the segments to make (Milvus 2.6).
        """
        wanted = compaction(self._name, is_clustering, is_l0, target_size)
        job = self._run(lambda ctx: flush.compact(ctx, wanted), timeout)
        if is_clustering:
            self.clustering_compaction_id = job
        else:
            self.compaction_id = job

    def get_compaction_state(self, timeout: float | None = None, is_clustering: bool | None = False) -> CompactionState:
        """How far the last `compact` of this object is."""
        job = self._compaction(is_clustering)
        return compaction_state(job, self._run(lambda ctx: flush.compaction_state(ctx, job), timeout))

    def get_compaction_plans(self, timeout: float | None = None, is_clustering: bool | None = False) -> CompactionPlans:
        """Which segments the last `compact` of this object merges."""
        job = self._compaction(is_clustering)
        return CompactionPlans(job, self._run(lambda ctx: flush.compaction_plans(ctx, job), timeout))

    def wait_for_compaction_completed(
        self, timeout: float | None = None, is_clustering: bool | None = False
    ) -> CompactionState:
        """Return when the last `compact` of this object is done."""
        job = self._compaction(is_clustering)
        return compaction_state(job, self._run_long(lambda ctx: flush.wait_compaction(ctx, job), timeout))

    def get_replicas(self, timeout: float | None = None) -> Replica:
        """The copies of the loaded collection, with their shards and nodes."""
        return replica_groups(self._run(lambda ctx: replica.describe(ctx, self._name), timeout))

    def load(
        self,
        partition_names: Sequence[str] | None = None,
        replica_number: int | None = None,
        timeout: float | None = None,
        **options: Unpack[CollectionLoadOptions],
    ) -> None:
        """Load the collection, or some partitions, and wait until they can be searched."""
        given: LoadOptions = {**options, "replica_number": replica_number}
        self._run_long(lambda ctx: load(ctx, self._name, partition_names or (), given), timeout)

    def release(self, timeout: float | None = None) -> None:
        """Release it from memory."""
        self._run(lambda ctx: loading.release(ctx, self._name), timeout)

    @property
    def partitions(self) -> list[Partition]:
        """Its partitions."""
        names = self._run(lambda ctx: partition.list_names(ctx, self._name))
        return [Partition(self, name, construct_only=True) for name in names]

    def partition(self, partition_name: str, *, timeout: float | None = None) -> Partition | None:
        """The partition of that name; None when there is none."""
        found = self.has_partition(partition_name, timeout)
        return Partition(self, partition_name, construct_only=True) if found else None

    def create_partition(
        self, partition_name: str, description: str = "", *, timeout: float | None = None
    ) -> Partition:
        """Create a partition.

        Raises:
            PartitionAlreadyExistException: There is one of that name.
        """
        if self.has_partition(partition_name, timeout):
            told = f"collection {self._name} has a partition {partition_name} already"
            raise PartitionAlreadyExistException(message=told)
        return Partition(self, partition_name, description, timeout=timeout)

    def has_partition(self, partition_name: str, timeout: float | None = None) -> bool:
        """Whether there is a partition of that name."""
        return self._run(lambda ctx: partition.has(ctx, self._name, partition_name), timeout)

    def drop_partition(self, partition_name: str, timeout: float | None = None) -> None:
        """Drop a partition with all its rows; it must be released before."""
        self._run(lambda ctx: partition.drop(ctx, self._name, partition_name), timeout)

    @property
    def indexes(self) -> list[Index]:
        """Its indexes."""
        found = self._run(lambda ctx: index.describe(ctx, self._name))
        return [described_index(self, info) for info in found]

    def index(self, *, index_name: str = "", timeout: float | None = None) -> Index:
        """The index of that name; "" when there is only one.

        Raises:
            IndexNotExistException: There is none.
        """
        found = self._run(lambda ctx: index.found(ctx, self._name, name=index_name), timeout)
        return described_index(self, single_index(self._name, found))

    def create_index(
        self,
        field_name: str,
        index_params: Mapping[str, Any] | None = None,
        timeout: float | None = None,
        *,
        index_name: str = "",
        sync: bool = True,
        _async: bool = False,
        _callback: Callback | None = None,
    ) -> Status:
        """Create an index, and with `sync` wait until the flushed rows are indexed.

        Args:
            field_name: Field to index.
            index_params: `{"index_type": "HNSW", "metric_type": "L2", "params": {"M": 16, "efConstruction": 200}}`.
            timeout: Seconds; 600 if None.
            index_name: Its name; "" takes the field's.
            sync: Whether to wait.
            _async: Whether to return a `CreateIndexFuture` once the request is sent.
            _callback: Is called with the result of the future.
        """
        spec = index_spec(field_name, index_params or {}, index_name)
        return self._send(
            CreateIndexFuture,
            "CreateIndex",
            lambda ctx: _built(index.create(ctx, self._name, spec, wait=sync)),
            LONG_TIMEOUT if timeout is None else timeout,
            Later(_callback) if _async else None,
        )

    def alter_index(self, index_name: str, extra_params: Mapping[str, Any], timeout: float | None = None) -> None:
        """Set properties of an index, such as `mmap.enabled`."""
        self._run(lambda ctx: index.alter(ctx, self._name, index_name, extra_params), timeout)

    def has_index(self, timeout: float | None = None, *, index_name: str = "") -> bool:
        """Whether there is an index of that name; "" asks for any."""
        return bool(self._run(lambda ctx: index.describe(ctx, self._name, name=index_name), timeout))

    def drop_index(self, timeout: float | None = None, *, index_name: str = "") -> None:
        """Drop an index ("" when there is only one); a missing one is no error. Release the collection before."""
        found = self._run(lambda ctx: index.describe(ctx, self._name, name=index_name), timeout)
        if found:
            name = single_index(self._name, found).spec.name
            self._run(lambda ctx: index.drop(ctx, self._name, name=name), timeout)

    def create_alias(self, alias_name: str, *, timeout: float | None = None) -> None:
        """Give the collection another name."""
        self._run(lambda ctx: alias.create(ctx, self._name, alias_name), timeout)

    def alter_alias(self, alias_name: str, *, timeout: float | None = None) -> None:
        """Point an alias of another collection to this one."""
        self._run(lambda ctx: alias.alter(ctx, self._name, alias_name), timeout)

    def drop_alias(self, alias_name: str, *, timeout: float | None = None) -> None:
        """Drop an alias; a missing one is no error."""
        self._run(lambda ctx: alias.drop(ctx, alias_name), timeout)

    def _compaction(self, is_clustering: bool | None) -> int:
        name = "clustering_compaction_id" if is_clustering else "compaction_id"
        job = getattr(self, name, None)
        if not isinstance(job, int):
            raise ParamError(
                message=f"collection {self._name}: no compaction was started by this object", hint="compact()"
            )
        return job

    def __repr__(self) -> str:
        shown = {"name": self._name, "description": self.description, "schema": self._schema}
        return "<Collection>:\n-------------\n" + "".join(f"<{key}>: {value}\n" for key, value in shown.items())


def _built(build: Op[None]) -> Op[Status]:
    yield from build
    return Status(message="")
