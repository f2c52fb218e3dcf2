"""`MutationResult`: what a write came to."""

from vectorm.client.query_result import OmitZeroDict
from vectorm.spec.write import WriteResult

Key = int | str


class MutationResult:
    """Counts, keys and timestamp of an insert, upsert or delete."""

    def __init__(self, result: WriteResult, rows: int = 0) -> None:
        """`rows` is the number of rows that were sent."""
        self._result = result
        self._rows = rows

    @property
    def primary_keys(self) -> list[Key]:
        """Primary keys, in the order of the rows."""
        return list(self._result.ids)

    @property
    def insert_count(self) -> int:
        """Inserted rows."""
        return self._result.insert_count

    @property
    def upsert_count(self) -> int:
        """Upserted rows."""
        return self._result.upsert_count

    @property
    def delete_count(self) -> int:
        """Deleted rows, as the server counts them."""
        return self._result.delete_count

    @property
    def timestamp(self) -> int:
        """Hybrid timestamp of the write; 0 on Milvus Lite."""
        return self._result.timestamp

    @property
    def succ_count(self) -> int:
        """Rows that were written: all, or the call raises."""
        return self._rows

    @property
    def err_count(self) -> int:
        """0: a row that is refused raises."""
        return 0

    @property
    def succ_index(self) -> list[int]:
        """Numbers of the rows that were written."""
        return list(range(self._rows))

    @property
    def err_index(self) -> list[int]:
        """Empty: a row that is refused raises."""
        return []

    @property
    def cost(self) -> int:
        """The server's cost of the write."""
        return self._result.cost

    def __str__(self) -> str:
        cost = f", cost: {self.cost}" if self.cost else ""
        return (
            f"(insert count: {self.insert_count}, delete count: {self.delete_count}, "
            f"upsert count: {self.upsert_count}, timestamp: {self.timestamp}, "
            f"success count: {self.succ_count}, err count: {self.err_count}{cost})"
        )

    __repr__ = __str__


def insert_dict(result: WriteResult) -> OmitZeroDict:
    """What `MilvusClient.insert` returns."""
    return OmitZeroDict(insert_count=result.insert_count, ids=list(result.ids), cost=result.cost)


def upsert_dict(result: WriteResult) -> OmitZeroDict:
    """What `MilvusClient.upsert` returns."""
    return OmitZeroDict(upsert_count=result.upsert_count, cost=result.cost, ids=list(result.ids))


def delete_result(result: WriteResult) -> OmitZeroDict | list[Key]:
    """What `MilvusClient.delete` returns: the count, or the deleted keys where the server tells them (Milvus Lite)."""
    return list(result.ids) or OmitZeroDict(delete_count=result.delete_count, cost=result.cost)
