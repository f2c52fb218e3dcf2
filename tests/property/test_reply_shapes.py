"""Replies in every shape that protobuf allows are read alike, whichever way they are read."""

from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.reply_shapes import reshaped
from tests.property.test_columns import KINDS, listed
from vectorm.columns.base import Column
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import PHYSICAL
from vectorm.wire import read, write
from vectorm.wire.messages import IDs, InsertRequest, LongArray, QueryResults, SearchResultData, SearchResults

often = settings(max_examples=150, deadline=None)

DENSE = sorted(name for name, kind in KINDS.items() if kind.data_type in PHYSICAL)


@st.composite
def batches(draw: st.DrawFn) -> ColumnBatch:
    """Some columns of all kinds, with nulls; also none, and columns without rows."""
    rows = draw(st.integers(0, 4))
    pool = draw(st.sampled_from([DENSE, sorted(KINDS)]))
    names = draw(st.lists(st.sampled_from(pool), max_size=4, unique=True))
    columns: list[Column] = []
    for name in names:
        kind = KINDS[name]
        column = kind.build(draw(st.lists(st.none() | kind.values, min_size=rows, max_size=rows)))
        column.name = name
        columns.append(column)
    return ColumnBatch(columns, rows)


def told(batch: ColumnBatch) -> list[Any]:
    """The columns in an order of their own: that of the fields in a message may change with its shape."""
    found = [(column.name, type(column).__name__, repr(listed(column.to_list()))) for column in batch.columns]
    return sorted(found)


@often
@given(batch=batches(), data=st.data())
def test_query_replies(batch: ColumnBatch, data: st.DataObject) -> None:
    fields = InsertRequest.FromString(write.encode_insert("c", batch)).fields_data
    reply = QueryResults(fields_data=fields, collection_name="c", session_ts=7).SerializeToString()
    shaped = data.draw(st.composite(lambda draw: reshaped(reply, QueryResults, draw))())
    expected = told(read.decode_query(reply))
    for smallest in (0, 2**30):  # its vectors lifted out; parsed as it is
        with patch.object(read, "SMALLEST", smallest):
            found = read.decode_rows(shaped)
        assert told(found.batch) == expected
        assert found.session_ts == 7


@often
@given(batch=batches(), data=st.data())
def test_search_replies(batch: ColumnBatch, data: st.DataObject) -> None:
    rows = len(batch)
    results = SearchResultData(
        num_queries=1,
        topks=[rows],
        scores=[0.5 * row for row in range(rows)],
        ids=IDs(int_id=LongArray(data=range(-1, rows - 1))),
        fields_data=InsertRequest.FromString(write.encode_insert("c", batch)).fields_data,
        output_fields=batch.names,
    )
    reply = SearchResults(results=results, collection_name="c", session_ts=7).SerializeToString()
    shaped = data.draw(st.composite(lambda draw: reshaped(reply, SearchResults, draw))())
    expected = told(read.decode_search(reply).batch)
    for smallest in (0, 2**30):
        with patch.object(read, "SMALLEST", smallest):
            found = read.decode_search(shaped)
        assert told(found.batch) == expected
        assert (list(found.ids), found.offsets) == (list(range(-1, rows - 1)), [0, rows])
        assert found.scores.tolist() == [0.5 * row for row in range(rows)]
