"""Random models of the filter tests: fields of every kind that a filter can name, and rows for them."""

import types
import uuid
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.property.filters import FRAGMENTS, KEYS
from tests.property.kinds import KINDS, Kind, scalar, some, text
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector

RUN = uuid.uuid4().hex[:8]

NAMES = ("a", "n", "Type", "order", "limit", "E5", "e1", "x_1", "None_", "nil", "contains", "inf", "nan", "like_", "Z")
"""Names of fields that could be read as something else."""

KEY_KINDS = (
    replace(KINDS["int64"], values=st.integers(-3, 205), is_small=True),
    replace(KINDS["text"], values=st.builds("{} {}".format, st.integers(0, 205), st.sampled_from(FRAGMENTS))),
)


@dataclass(frozen=True)
class RandomModel:
    """A model that a seed has made.

    Attributes:
        kinds: Kinds of its fields by name, the key's too.
        nullable: Names of the fields that may be null.
    """

    seed: int
    model: type[Any]
    kinds: dict[str, Kind]
    nullable: frozenset[str]

    def __str__(self) -> str:
        plans = self.model.__plans__.values()
        fields = [f"{plan.name}{'?' * plan.spec.nullable}: {plan.spec.data_type.name}" for plan in plans]
        return f"seed {self.seed}: {', '.join(fields)}"

    @property
    def families(self) -> set[str]:
        """Families of the kinds of its fields."""
        return {kind.family for kind in self.kinds.values()}

    def rows(self, count: int) -> list[Any]:
        """Objects whose values are made by the same seed."""
        pick = Random(self.seed)
        return [self.model(**self._row(pick, number)) for number in range(count)]

    def _row(self, pick: Random, number: int) -> dict[str, Any]:
        row: dict[str, Any] = {name: kind.make(pick) for name, kind in self.kinds.items()}
        row["id"] = number if self.model.id.ref.data_type.is_integer else f"{number} {text(pick)}"
        for name in sorted(self.nullable):
            if pick.random() < 0.2:
                row[name] = None
        if self.model.__spec__.enable_dynamic_field:
            row |= {key: scalar(pick) for key in pick.sample(KEYS, 2) if key not in self.kinds}
            if pick.random() < 0.4:
                row["l"] = some(scalar)(pick)
        return {**row, "dense": [0.0, 0.0]}


def random_model(seed: int, *, nulls: bool) -> RandomModel:
    """A model of a random set of fields; the same for the same arguments.

    Args:
        seed: Makes the model and its rows.
        nulls: Whether the engine has nullable fields.
    """
    pick = Random(seed)
    chosen = pick.sample(list(KINDS.values()), pick.randint(6, 12))
    kinds = dict(zip(pick.sample(NAMES, len(chosen)), chosen, strict=True))
    nullable = frozenset(name for name, kind in kinds.items() if nulls and kind.nullable and pick.random() < 0.4)
    key = pick.choice(KEY_KINDS)
    annotations: dict[str, Any] = {"id": _mapped(key.annotation)}
    namespace: dict[str, Any] = {"id": field(primary_key=True, **key.options)}
    for name, kind in kinds.items():
        annotations[name] = _mapped(kind.annotation | None if name in nullable else kind.annotation)
        namespace[name] = field(**kind.options)
    annotations["dense"] = Mapped[FloatVector]
    namespace["dense"] = vector(dim=2, index=FLAT(metric="L2"))
    namespace |= {"__annotations__": annotations, "__module__": __name__}
    options = {"collection": f"filters_{seed}_{RUN}", "dynamic": pick.random() < 0.6}
    model = types.new_class(f"Random{seed}", (Model,), options, lambda body: body.update(namespace))
    return RandomModel(seed, model, {"id": key, **kinds}, nullable)


def _mapped(annotation: Any) -> Any:
    """`Mapped[annotation]`; type checkers want to see a type there."""
    mapped: Any = Mapped
    return mapped[annotation]
