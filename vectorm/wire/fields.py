"""Columns to `FieldData` and back.

Payloads that numpy holds as the wire wants them (vectors, floats, booleans) are joined into the request by one
`b"".join`; everything else goes through protobuf.
"""

from collections.abc import Callable, Sequence
from itertools import chain, pairwise
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vectorm.columns.array import ArrayColumn, lengths_to_offsets
from vectorm.columns.base import Column, Mask
from vectorm.columns.batch import ColumnBatch
from vectorm.columns.dense import PHYSICAL, DenseColumn, vector_bytes, vector_width
from vectorm.columns.json import JsonColumn
from vectorm.columns.scalar import DTYPES, ScalarColumn
from vectorm.columns.sparse import PAIR, SparseColumn, from_contents
from vectorm.columns.struct_array import StructColumn, aligned_parts
from vectorm.columns.text import TextColumn
from vectorm.enums import DataType
from vectorm.errors import DataNotMatchException, ProtocolError
from vectorm.spec.struct_array import bare_name
from vectorm.wire.frames import Pieces, chained, framed, nested, number_field, pieces
from vectorm.wire.messages import ArrayArray, FieldData, ScalarField, VectorArray, VectorField
from vectorm.wire.replies import numbers
from vectorm.wire.walk import Payloads

_SCALARS, _VECTORS, _STRUCTS = 3, 4, 8  # in FieldData
_FIELDS = 1  # in StructArrayField
_DIM = 1  # in VectorField
_DATA = 1  # in every array message

_SLOTS: dict[DataType, str] = {
    DataType.BOOL: "bool_data",
    DataType.INT8: "int_data",
    DataType.INT16: "int_data",
    DataType.INT32: "int_data",
    DataType.INT64: "long_data",
    DataType.FLOAT: "float_data",
    DataType.DOUBLE: "double_data",
    DataType.VARCHAR: "string_data",
    DataType.STRING: "string_data",
    DataType.TEXT: "string_data",
    DataType.TIMESTAMPTZ: "string_data",
    DataType.GEOMETRY: "geometry_wkt_data",
    DataType.JSON: "json_data",
}
"""Where values of a type stand in a ScalarField."""

_VALUES: dict[int, Callable[[FieldData], Any]] = {
    data_type.value: attrgetter(f"scalars.{slot}.data") for data_type, slot in _SLOTS.items()
}
"""By number of the type, what gives the values of a `FieldData`; none where they are not where they belong."""

_SPLICED_SCALARS = {DataType.BOOL: 1, DataType.FLOAT: 4, DataType.DOUBLE: 5}
"""Number of the slot in ScalarField of types whose packed form is numpy's own."""

_VECTOR_SLOTS: dict[DataType, tuple[int, ...]] = {
    DataType.FLOAT_VECTOR: (2, _DATA),
    DataType.BINARY_VECTOR: (3,),
    DataType.FLOAT16_VECTOR: (4,),
    DataType.BFLOAT16_VECTOR: (5,),
    DataType.INT8_VECTOR: (7,),
}
"""Where the payload of a type stands in a VectorField."""

_VECTOR_NAMES = {
    DataType.FLOAT_VECTOR: "float_vector",
    DataType.BINARY_VECTOR: "binary_vector",
    DataType.FLOAT16_VECTOR: "float16_vector",
    DataType.BFLOAT16_VECTOR: "bfloat16_vector",
    DataType.INT8_VECTOR: "int8_vector",
}
_VECTOR_TYPES = {name: data_type for data_type, name in _VECTOR_NAMES.items()}

_DATA_TYPES: dict[int, DataType] = {member.value: member for member in DataType}

_ELEMENT_TYPES = {
    "bool_data": DataType.BOOL,
    "int_data": DataType.INT32,
    "long_data": DataType.INT64,
    "float_data": DataType.FLOAT,
    "double_data": DataType.DOUBLE,
    "string_data": DataType.VARCHAR,
}
"""Element type of an array whose reply does not name it."""


def encode_fields(batch: ColumnBatch, number: int) -> list[Pieces]:
    """The columns of a batch as repeated `FieldData`.

    Args:
        batch: The columns.
        number: Field number of the `FieldData` in the request.
    """
    return [framed(number, encode_column(column)) for column in batch.columns]


def encode_column(column: Column) -> Pieces:
    """One column as a `FieldData`. Null values are marked and left out of the payload."""
    if isinstance(column, StructColumn):
        return _struct_pieces(column)
    present = column.present()
    head = FieldData(type=column.data_type, field_name=column.name, is_dynamic=column.is_dynamic)
    if column.valid is not None:
        head.valid_data.extend(column.valid.tolist())
    if isinstance(present, DenseColumn):
        return chained((pieces(head.SerializeToString()), framed(_VECTORS, _dense_pieces(present))))
    if isinstance(present, ScalarColumn) and present.data_type in _SPLICED_SCALARS:
        payload = np.ascontiguousarray(present.values)
        opened = nested((_SCALARS, _SPLICED_SCALARS[present.data_type], _DATA), payload.nbytes)
        return pieces(head.SerializeToString(), opened, payload)
    if isinstance(present, SparseColumn):
        sparse = head.vectors.sparse_float_vector
        sparse.dim = present.dim
        sparse.contents.extend(present.contents())
    elif isinstance(present, ArrayColumn) and isinstance(present.elements, DenseColumn):
        head.vectors.vector_array.CopyFrom(_vector_array_message(present, present.elements))
    elif isinstance(present, ArrayColumn):
        head.scalars.array_data.CopyFrom(_array_message(present))
    else:
        values = _payload(present)
        _slot(head.scalars, _SLOTS[column.data_type]).extend(values)
    return pieces(head.SerializeToString())


def _struct_pieces(column: StructColumn) -> Pieces:
    """A struct array: a column of arrays for each field, and nulls marked in each of them."""
    head = FieldData(type=column.data_type, field_name=column.name).SerializeToString()
    fields = chained(framed(_FIELDS, encode_column(part)) for part in column.parts)
    return chained((pieces(head), framed(_STRUCTS, fields)))


def _dense_pieces(column: DenseColumn) -> Pieces:
    """A VectorField: each row is a piece."""
    size = len(column) * vector_bytes(column.data_type, column.dim)
    opened = number_field(_DIM, column.dim) + nested(_VECTOR_SLOTS[column.data_type], size)
    return Pieces([opened, *column.buffers()], len(opened) + size)


def _payload(column: Column) -> list[Any]:
    if isinstance(column, JsonColumn):
        return column.raw
    if isinstance(column, TextColumn):
        return column.values
    return column.to_list()


def _slot(field: ScalarField, name: str) -> Any:
    """The repeated values of a slot; reading it also chooses the slot, so that an empty one is still named."""
    slot = getattr(field, name)
    slot.SetInParent()
    return slot.data


def _array_message(column: ArrayColumn) -> ArrayArray:
    element_type = column.elements.data_type
    message = ArrayArray(element_type=element_type)
    for values in column.lists():
        _slot(message.data.add(), _SLOTS[element_type]).extend(values)
    return message


def _vector_array_message(column: ArrayColumn, vectors: DenseColumn) -> VectorArray:
    """Lists of vectors: one VectorField for each row, its vectors one after the other."""
    message = VectorArray(dim=vectors.dim, element_type=vectors.data_type)
    flat, is_float = vectors.raw, vectors.data_type is DataType.FLOAT_VECTOR
    slot = _VECTOR_NAMES[vectors.data_type]
    for start, end in pairwise(column.offsets.tolist()):
        row = message.data.add(dim=vectors.dim)
        if is_float:
            row.float_vector.SetInParent()
            row.float_vector.data.extend(flat[start:end].ravel().tolist())
        else:
            setattr(row, slot, flat[start:end].tobytes())
    return message


def decode_fields(fields: Sequence[FieldData], payloads: Payloads, rows: int | None) -> ColumnBatch:
    """`FieldData` messages as a batch.

    Args:
        fields: The messages.
        payloads: For each of them its vector payload, where it was lifted out; none where nothing was.
        rows: Number of rows where it is known otherwise (a search without output fields has hits and no columns).

    Raises:
        ProtocolError: A column that cannot be read, or columns of different lengths.
    """
    if payloads:
        columns = [decode_column(field, payload) for field, payload in zip(fields, payloads, strict=True)]
    else:
        columns = [decode_column(field) for field in fields]
    for column in columns:
        if column.is_dynamic and not isinstance(column, JsonColumn):
            told = f"the dynamic field {column.name} is of type {column.data_type.name}, not JSON"
            raise ProtocolError(message=f"reply: {told}")
    try:
        return ColumnBatch(columns, rows)
    except DataNotMatchException as error:
        raise ProtocolError(message=f"reply: {error.message}") from None


def decode_column(field: FieldData, payload: memoryview | None = None) -> Column:
    """One `FieldData` as a column.

    Raises:
        ProtocolError: A type that vectorm does not know, or a payload that does not fit its null mask or dimension.
    """
    find = _VALUES.get(field.type)
    values = None if find is None else find(field)
    if values:
        column: Column = _scalars(field.field_name, _DATA_TYPES[field.type], values)
    else:
        kind, data_type = field.WhichOneof("field"), _data_type(field)
        if kind == "struct_arrays" or data_type is DataType.ARRAY_OF_STRUCT:
            return _decode_structs(field)
        column = _decode_vectors(field, data_type, payload) if kind == "vectors" else _no_scalars(field, data_type)
    column.is_dynamic = field.is_dynamic
    valid = field.valid_data
    return _aligned(field.field_name, column, numbers(valid, DTYPES[DataType.BOOL])) if valid else column


def _aligned(name: str, column: Column, valid: Mask) -> Column:
    """The column with its nulls: servers send placeholders for null scalars and leave out null vectors."""
    if len(column) == len(valid):
        column.valid = None if valid.all() else valid
        return column
    if len(column) == int(valid.sum()):
        return column.spread(valid)
    raise ProtocolError(message=f"reply: field {name} has {len(column)} values for a null mask of {len(valid)} rows")


def _decode_structs(field: FieldData) -> StructColumn:
    name = field.field_name
    parts: list[ArrayColumn] = []
    for each in field.struct_arrays.fields:
        part = decode_column(each)
        part.name = bare_name(name, part.name)
        if not isinstance(part, ArrayColumn):
            raise ProtocolError(message=f"reply: {part.name} in {name} is of type {part.data_type.name}, no list")
        parts.append(part)
    try:
        return aligned_parts(name, parts)
    except ValueError as error:
        raise ProtocolError(message=f"reply: {error}") from None


def _decode_vectors(field: FieldData, data_type: DataType, payload: memoryview | None) -> Column:
    vectors, name = field.vectors, field.field_name
    if data_type is DataType.SPARSE_FLOAT_VECTOR:
        return _decode_sparse(name, vectors.sparse_float_vector.contents[:])
    if data_type is DataType.ARRAY_OF_VECTOR:
        return _decode_vector_array(name, vectors.vector_array)
    if data_type not in PHYSICAL or vectors.dim <= 0:
        told = f"field {name} of type {field.type} and dim {vectors.dim}"
        raise ProtocolError(message=f"reply: {told} is no vector field")
    flat = _flat(vectors, data_type) if payload is None else np.frombuffer(payload, PHYSICAL[data_type])
    if not len(flat):
        _check_slot(name, vectors, _VECTOR_NAMES[data_type])
    width = vector_width(data_type, vectors.dim)
    if len(flat) % width:
        raise ProtocolError(message=f"reply: field {name} has {len(flat)} values, no multiple of dim {vectors.dim}")
    return DenseColumn(name, data_type, vectors.dim, np.reshape(flat, (-1, width)))


def _decode_sparse(name: str, contents: Sequence[bytes]) -> SparseColumn:
    if any(len(content) % PAIR.itemsize for content in contents):
        raise ProtocolError(message=f"reply: a sparse vector of field {name} ends in the middle of an entry")
    return from_contents(name, contents)


def _decode_vector_array(name: str, array: VectorArray) -> ArrayColumn:
    slots = (row.WhichOneof("data") for row in array.data)
    found = next((_VECTOR_TYPES[slot] for slot in slots if slot in _VECTOR_TYPES), DataType.FLOAT_VECTOR)
    data_type = DataType(array.element_type) if array.element_type in PHYSICAL else found
    dim = array.dim or next((row.dim for row in array.data if row.dim), 0)
    width = max(vector_width(data_type, dim), 1)
    rows = [_flat(row, data_type) for row in array.data]
    if any(message.dim not in (0, dim) or len(row) % width for message, row in zip(array.data, rows, strict=True)):
        raise ProtocolError(message=f"reply: field {name} has a list of values that is no multiple of dim {dim}")
    flat = np.concatenate(rows) if rows else np.zeros(0, PHYSICAL[data_type])
    vectors = DenseColumn(name, data_type, dim, np.reshape(flat, (-1, width)))
    return ArrayColumn(name, vectors, lengths_to_offsets([len(row) // width for row in rows]))


def _flat(vectors: VectorField, data_type: DataType) -> NDArray[Any]:
    """The payload as protobuf read it."""
    if data_type is DataType.FLOAT_VECTOR:
        return numbers(vectors.float_vector.data, PHYSICAL[data_type])
    slot = vectors.WhichOneof("data")
    return np.frombuffer(getattr(vectors, slot) if slot else b"", PHYSICAL[data_type])


def _check_slot(name: str, message: ScalarField | VectorField, slot: str) -> None:
    """An empty column must not be one whose values stand where those of another type belong.

    Servers choose the place of no values freely: Milvus 2.6 has one for geometry as bytes, and one for it as text.
    """
    found = message.WhichOneof("data")
    if found is not None and found != slot and _size(getattr(message, found)):
        raise ProtocolError(message=f"reply: the values of field {name} are {found}, not {slot}")


def _size(values: Any) -> int:
    """Bytes of the values in a slot, which is a message or bytes."""
    size: int = len(values) if isinstance(values, bytes) else values.ByteSize()
    return size


def _no_scalars(field: FieldData, data_type: DataType) -> Column:
    """A column of scalars that are not where they belong: it has none, or they are arrays."""
    name, slot = field.field_name, _SLOTS.get(data_type)
    if slot is not None:
        _check_slot(name, field.scalars, slot)
        return _scalars(name, data_type, [])
    if data_type is DataType.ARRAY:
        return _decode_array(name, field.scalars.array_data)
    raise ProtocolError(message=f"reply: field {name} is of type {data_type.name}, which vectorm cannot read")


def _scalars(name: str, data_type: DataType, values: Any) -> JsonColumn | ScalarColumn | TextColumn:
    if data_type is not DataType.JSON:
        return _elements(name, data_type, values)
    raw: list[bytes] = values[:]
    return JsonColumn(name, raw if all(raw) else [text or b"null" for text in raw])


def _elements(name: str, data_type: DataType, values: Any) -> ScalarColumn | TextColumn:
    dtype = DTYPES.get(data_type)
    if dtype is None:
        return TextColumn(name, data_type, values[:])
    return ScalarColumn(name, data_type, numbers(values, dtype))


def _decode_array(name: str, array: ArrayArray) -> ArrayColumn:
    element_type = _element_type(array)
    slot = _SLOTS[element_type]
    rows = [getattr(row, slot).data for row in array.data]
    elements = _elements(name, element_type, list(chain.from_iterable(rows)))
    return ArrayColumn(name, elements, lengths_to_offsets(list(map(len, rows))))


def _element_type(array: ArrayArray) -> DataType:
    if array.element_type in _SLOTS:
        return DataType(array.element_type)
    slots = (row.WhichOneof("data") for row in array.data)
    return next((_ELEMENT_TYPES[slot] for slot in slots if slot in _ELEMENT_TYPES), DataType.INT64)


def _data_type(field: FieldData) -> DataType:
    data_type = _DATA_TYPES.get(field.type)
    if data_type is None:
        raise ProtocolError(
            message=f"reply: field {field.field_name} is of type {field.type}, which vectorm does not know"
        )
    return data_type
