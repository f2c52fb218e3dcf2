"""Operations: one generator per Milvus operation, with no I/O and no clock.

An operation yields steps (`Rpc`, `Sleep`, `Gather`, `Work`) to a driver of `transport` and returns its result. Retry,
back-off, wait-until-loaded, paging and batching live here once, for sync and async alike. Imports `wire` and what lies
below.
"""

from typing import TYPE_CHECKING

from vectorm.lazy import lazy_modules

if not TYPE_CHECKING:
    __getattr__ = lazy_modules(__name__)
