"""What an index is, and how far its build is."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from vectorm.enums import IndexState
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSpec:
    """An index on one field.

    Attributes:
        params: Build parameters such as `{"M": 16, "efConstruction": 200}` (numbers, not text).
    """

    field: str
    index_type: str = ""
    metric_type: str = ""
    name: str = ""
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexInfo:
    """An index as the server describes it.

    Attributes:
        told: Its parameters as the server tells them, as text; build parameters may stand in one JSON text, `params`.
    """

    spec: IndexSpec
    state: IndexState = IndexState.NONE
    indexed_rows: int = 0
    total_rows: int = 0
    pending_rows: int = 0
    fail_reason: str = ""
    told: Mapping[str, str] = dataclasses.field(default_factory=dict[str, str], compare=False)
