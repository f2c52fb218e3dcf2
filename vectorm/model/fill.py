"""Vectors of `embed` fields: made when objects are written, made anew when their text has changed."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

from vectorm.errors import DataNotMatchException
from vectorm.model.base import Model, Notes
from vectorm.model.checks import FieldPlan
from vectorm.model.embed import Embed, embedding
from vectorm.ops.step import Op
from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class Filled:
    """The vectors of one `embed` field.

    Attributes:
        plan: The field.
        vectors: One per object, made of its text or its own, as both were when the filling began.
        texts: The text of each vector that was made, by the number of its object.
    """

    plan: FieldPlan
    vectors: list[Any]
    texts: dict[int, str]


def filling(plans: Iterable[FieldPlan], objects: Sequence[Model]) -> Op[list[Filled]]:
    """Make the missing and the outdated vectors of `embed` fields, in batches, each distinct text once.

    A vector is outdated when its text has changed since the two were last seen together and the vector has not. A
    vector that the application has set stays. So does one that it sets while an embedder is at work: then the vector
    that was made is in the result only.

    Raises:
        DataNotMatchException: An object has neither vector nor text.
        ParamError: The embedder is not registered.
    """
    filled = [_wanted(plan, embed, objects) for plan in plans if (embed := plan.declared.embed) is not None]
    if not any(each.texts for each in filled):
        return filled
    before = [list(each.vectors) for each in filled]
    for each in filled:
        each.vectors[:] = map(copy.copy, each.vectors)
    for each in filled:
        yield from _embed(each)
    for each, old in zip(filled, before, strict=True):
        _keep(each, old, objects)
    return filled


def _wanted(plan: FieldPlan, embed: Embed, objects: Sequence[Model]) -> Filled:
    rows = [row for row, obj in enumerate(objects) if _is_outdated(plan, embed, obj)]
    vectors = [vars(obj).get(plan.name) for obj in objects]
    return Filled(plan, vectors, {row: _text(plan, embed, objects[row], row) for row in rows})


def _embed(filled: Filled) -> Op[None]:
    plan = filled.plan
    assert plan.declared.embed is not None
    texts = list(filled.texts.values())
    made = yield from embedding(plan.declared.embed, texts, dim=plan.spec.dim or 0, field=plan.name)
    for row, vector in zip(filled.texts, made, strict=True):
        filled.vectors[row] = vector


def _keep(filled: Filled, before: Sequence[Any], objects: Sequence[Model]) -> None:
    """Keep the vectors that were made on their objects, but for those that have got another one meanwhile."""
    name = filled.plan.name
    for row, text in filled.texts.items():
        values, vector = vars(objects[row]), filled.vectors[row]
        if values.get(name) is before[row]:
            values[name] = vector
            _notes(objects[row])[name] = (text, vector)


def note_embeddings(plans: Iterable[FieldPlan], objects: Sequence[Model]) -> None:
    """Remember that the vectors of these objects belong to the texts they have now: both were read or written together.

    Without such a note, a vector counts as one that the application has set.
    """
    for plan in plans:
        embed = plan.declared.embed
        if embed is None:
            continue
        for obj in objects:
            values = vars(obj)
            if values.get(plan.name) is not None and embed.source in values:
                _notes(obj)[plan.name] = (values[embed.source], values[plan.name])


def take_notes(obj: Model, row: Model) -> None:
    """Remember which texts the vectors belong to that an object took over from a row that was read.

    The text of the row counts: the object's own may have been changed meanwhile.
    """
    for name, note in _notes(row).items():
        if vars(obj).get(name) is note[1]:
            _notes(obj)[name] = note


def _is_outdated(plan: FieldPlan, embed: Embed, obj: Model) -> bool:
    values = vars(obj)
    vector, text = values.get(plan.name), values.get(embed.source)
    if vector is None:
        return True
    noted = _notes(obj).get(plan.name)
    if noted is None:
        _notes(obj)[plan.name] = (text, vector)
        return False
    return noted[0] != text and noted[1] is vector


def _text(plan: FieldPlan, embed: Embed, obj: Model, row: int) -> str:
    text = vars(obj).get(embed.source)
    if isinstance(text, str):
        return text
    raise DataNotMatchException(
        f"there is no vector, and no text in {embed.source} to make it from", field=plan.name, row=row
    )


def _notes(obj: Model) -> Notes:
    notes: Notes | None = getattr(obj, "__embedded__", None)
    if notes is None:
        notes = {}
        object.__setattr__(obj, "__embedded__", notes)
    return notes
