"""PyMilvus's warning under the path it has there; its decorators are machinery of its own."""

from vectorm.errors import PyMilvusDeprecationWarning

__all__ = [
    "PyMilvusDeprecationWarning",
]
