"""Typed columns of values: what the wire decodes to and encodes from; rows and models are views over them.

numpy only: no protobuf, no pydantic, no I/O. Every value is checked here, once, before anything is sent.
"""

from typing import TYPE_CHECKING

from vectorm.lazy import lazy_modules

if not TYPE_CHECKING:
    __getattr__ = lazy_modules(__name__)
