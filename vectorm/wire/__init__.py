"""Bytes: specs and columns to and from the protocol's messages. The only package that imports protobuf.

`encode_*` makes the bytes of a request; `decode_*` reads the bytes of a reply and raises by its status.
"""

from typing import TYPE_CHECKING

from vectorm.lazy import lazy_modules

if not TYPE_CHECKING:
    __getattr__ = lazy_modules(__name__)
