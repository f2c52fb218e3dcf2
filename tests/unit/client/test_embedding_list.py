"""`EmbeddingList` beside PyMilvus's, and what a search makes of it."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pymilvus.client.embedding_list import EmbeddingList as Theirs

from vectorm.client.build_search import pack, vector_field
from vectorm.client.embedding_list import EmbeddingList
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, ParamError
from vectorm.spec.collection import CollectionSpec
from vectorm.spec.field import FieldSpec
from vectorm.spec.struct_array import StructSpec
from vectorm.wire.messages import PlaceholderGroup
from vectorm.wire.read import encode_vectors

DENSE = FieldSpec(name="dense", data_type=DataType.FLOAT_VECTOR, dim=2)
TEXT = FieldSpec(name="text", data_type=DataType.VARCHAR, max_length=9)
DOCS = CollectionSpec(name="docs", fields=(DENSE,), structs=(StructSpec(name="chunks", fields=(TEXT, DENSE)),))

MADE: dict[str, Callable[[Any], Any]] = {
    "nothing": lambda cls: cls(),
    "lists": lambda cls: cls([[1.0, 2.0], [3.0, 4.0]]),
    "one array": lambda cls: cls(np.array([1, 2], np.float32)),
    "a matrix": lambda cls: cls(np.ones((3, 2), np.float16)),
    "doubles": lambda cls: cls(np.ones((3, 2))),
    "by name": lambda cls: cls([[1, 2]], dtype="float16"),
    "bytes": lambda cls: cls([b"\x01\x02"]),
    "bytes of halves": lambda cls: cls([b"\x01\x02"], dtype=np.dtype(np.float16)),
    "by type": lambda cls: cls(dim=4, dtype=np.dtype(np.int8)).add(np.ones(4)).add([1, 2, 3, 4]),
    "batches": lambda cls: cls(dim=2).add_batch([[1.0, 2.0]]).add_batch(np.zeros((2, 2))),
    "cleared": lambda cls: cls([[1.0]]).clear(),
}


@pytest.mark.parametrize("make", MADE.values(), ids=MADE.keys())
def test_as_in_pymilvus(make: Callable[[Any], Any]) -> None:
    ours, theirs = make(EmbeddingList), make(Theirs)
    for name in ("dim", "dtype", "shape", "total_dim", "is_empty", "nbytes"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert (len(ours), str(ours), repr(ours)) == (len(theirs), str(theirs), repr(theirs))
    assert [each.tobytes() for each in ours] == [each.tobytes() for each in theirs]
    if ours.is_empty:
        with pytest.raises(ValueError, match="is empty"):
            ours.to_numpy()
    else:
        assert ours.to_flat_array().tobytes() == theirs.to_flat_array().tobytes()
        assert ours.to_numpy().shape == theirs.to_numpy().shape
        assert ours[0].tolist() == theirs[0].tolist()


WRONG: list[tuple[Callable[[Any], Any], type[Exception]]] = [
    (lambda cls: cls(np.ones((1, 1, 1))), ValueError),
    (lambda cls: cls("abc"), TypeError),
    (lambda cls: cls([[1.0, 2.0], [1.0]]), ValueError),
    (lambda cls: cls([[1.0, 2.0]], dim=3), ValueError),
    (lambda cls: cls().add(1.0), ValueError),
    (lambda cls: cls().add_batch(np.ones(2)), ValueError),
    (lambda cls: cls(dtype=3.5), TypeError),
]


@pytest.mark.parametrize(("make", "kind"), WRONG)
def test_refused_as_in_pymilvus(make: Callable[[Any], Any], kind: type[Exception]) -> None:
    for cls in (EmbeddingList, Theirs):
        with pytest.raises(kind):
            make(cls)


def test_the_dtype_of_a_vector_type() -> None:
    assert EmbeddingList(dtype=DataType.INT8_VECTOR).dtype == np.int8
    with pytest.raises(ParamError, match="cannot hold vectors of type SPARSE_FLOAT_VECTOR"):
        EmbeddingList(dtype=DataType.SPARSE_FLOAT_VECTOR)


def test_each_list_is_one_query() -> None:
    field = vector_field(DOCS, "chunks[dense]")
    assert (field.name, field.data_type, field.dim) == ("chunks[dense]", DataType.FLOAT_VECTOR, 2)
    vectors = pack(field, [EmbeddingList([[1.0, 2.0], [3.0, 4.0]]), EmbeddingList([[5.0, 6.0]])])
    (placeholder,) = PlaceholderGroup.FromString(encode_vectors(vectors)).placeholders
    assert placeholder.type == 301
    assert [np.frombuffer(value, np.float32).tolist() for value in placeholder.values] == [[1, 2, 3, 4], [5, 6]]
    single = pack(field, [[1.0, 2.0]])
    assert (single.type, single.is_list) == (DataType.FLOAT_VECTOR, False)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([EmbeddingList([[1.0, 2.0]]), EmbeddingList()], "row 1: the EmbeddingList is empty"),
        ([EmbeddingList([[1.0, 2.0]]), [1.0, 2.0]], "row 1: expected an EmbeddingList"),
        ([EmbeddingList([[1.0]])], "row 0: expected a FLOAT_VECTOR of dim 2, got 1 values"),
        ([EmbeddingList([[1.0, float("nan")]])], "row 0: value 1 of the vector is nan"),
    ],
)
def test_bad_lists_are_told(data: list[Any], reason: str) -> None:
    with pytest.raises(DataNotMatchException, match=rf"chunks\[dense\], {reason}"):
        pack(vector_field(DOCS, "chunks[dense]"), data)


@pytest.mark.parametrize("name", ["chunks[text]", "chunks[x]", "x[dense]", "chunks"])
def test_what_cannot_be_searched_is_told(name: str) -> None:
    with pytest.raises(ParamError, match=r"its vector fields: dense, chunks\[dense\]"):
        vector_field(DOCS, name)
