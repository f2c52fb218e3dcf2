"""Schemas under the path they have in PyMilvus."""

from vectorm.client.field import FieldSchema
from vectorm.client.function import Function
from vectorm.client.function_score import FunctionScore
from vectorm.client.highlighter import Highlighter, LexicalHighlighter, SemanticHighlighter
from vectorm.client.schema import CollectionSchema
from vectorm.client.struct_field import StructFieldSchema
from vectorm.enums import DataType

__all__ = [
    "CollectionSchema",
    "DataType",
    "FieldSchema",
    "Function",
    "FunctionScore",
    "Highlighter",
    "LexicalHighlighter",
    "SemanticHighlighter",
    "StructFieldSchema",
]
