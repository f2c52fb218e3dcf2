"""What the aggregation of a search found."""

from collections.abc import Mapping
from typing import Any

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AggregationHit:
    """A row that a bucket shows.

    Attributes:
        pk: Primary key; None where the server does not say.
        score: Distance or similarity.
        fields: Output fields.
        ids: Numbers of the output fields in the schema, by name.
    """

    pk: int | str | None
    score: float
    fields: Mapping[str, Any]
    ids: Mapping[str, int]

    def field_ids(self) -> dict[str, int]:
        """Numbers of the output fields in the schema, by name."""
        return dict(self.ids)

    def __repr__(self) -> str:
        return f"AggregationHit(pk={self.pk!r}, score={self.score}, fields={self.fields!r})"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class AggregationBucket:
    """Rows with the same values in the fields of the aggregation.

    Attributes:
        key: These values: `[{"field_name": "color", "field_id": 101, "value": "red"}]`.
        count: Number of the rows among the hits of the search.
        metrics: Metrics by their names.
        hits: Rows that the bucket shows; none without `top_hits`.
        sub_groups: Buckets of the inner aggregation.
    """

    key: list[dict[str, Any]]
    count: int
    metrics: dict[str, Any]
    hits: list[AggregationHit]
    sub_groups: "list[AggregationBucket]"

    def __repr__(self) -> str:
        return (
            f"AggregationBucket(key={self.key!r}, count={self.count}, metrics={self.metrics!r}, "
            f"hits={len(self.hits)}, sub_groups={len(self.sub_groups)})"
        )
