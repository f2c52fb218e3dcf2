"""Keys of one write: two rows of the same key, and the key that queries of Milvus do not find."""

import pytest

from tests.unit.ops.support import context, lite
from tests.unit.ops.test_write import described, stored
from vectorm.errors import DataNotMatchException
from vectorm.ops import write
from vectorm.transport.recorded import Recorded
from vectorm.wire.messages import InsertRequest, UpsertRequest

INT64, VARCHAR = 5, 21
LARGEST = 2**63 - 1


def rows_of(*keys: object) -> list[dict[str, object]]:
    """Rows whose vectors begin with their number."""
    return [{"id": key, "v": [number, 0, 0, 0]} for number, key in enumerate(keys)]


@pytest.mark.parametrize(("kind", "keys"), [(INT64, (7, 5, 9, 5)), (VARCHAR, ("b", "a", "c", "a"))])
def test_an_insert_of_two_rows_with_one_key_names_both(kind: int, keys: tuple[object, ...]) -> None:
    recorded = Recorded([described(key=kind)])
    with pytest.raises(DataNotMatchException, match=rf"docs\.id, row 3: the key {keys[1]!r} of row 1") as caught:
        recorded.run(write.insert_rows(context(), "docs", rows_of(*keys)))
    assert "upsert" in caught.value.hint
    assert recorded.methods == ["DescribeCollection"]


@pytest.mark.parametrize(("kind", "keys"), [(INT64, (7, 5, 9, 5)), (VARCHAR, ("b", "a", "c", "a"))])
def test_an_upsert_sends_the_last_row_of_each_key(kind: int, keys: tuple[object, ...]) -> None:
    recorded = Recorded([described(key=kind), stored(1)])
    recorded.run(write.upsert_rows(context(), "docs", rows_of(*keys)))
    sent = UpsertRequest.FromString(recorded.sent[-1].request)
    numbers = [int(field.vectors.float_vector.data[row * 4]) for field in sent.fields_data[1:] for row in range(3)]
    assert (sent.num_rows, numbers) == (3, [0, 2, 3])


def test_rows_of_different_keys_go_out_as_they_are() -> None:
    recorded = Recorded([described(), stored(1)])
    recorded.run(write.insert_rows(context(), "docs", rows_of(3, 1, 2)))
    assert InsertRequest.FromString(recorded.sent[-1].request).num_rows == 3


def test_the_largest_int64_is_refused_where_queries_do_not_find_it() -> None:
    for start in (write.insert_rows, write.upsert_rows):
        with pytest.raises(DataNotMatchException, match=rf"docs\.id, row 1: .*{LARGEST}"):
            Recorded([described()]).run(start(context(), "docs", rows_of(1, LARGEST)))
        Recorded([described(), stored(1)]).run(start(lite(), "docs", rows_of(1, LARGEST)))
