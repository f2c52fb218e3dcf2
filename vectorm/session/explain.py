"""What a flush or a statement would send, and how that reads in a terminal."""

from collections.abc import Iterator

from vectorm.enums import ConsistencyLevel
from vectorm.records import dataclass
from vectorm.session.advice import advise
from vectorm.session.rehearse import PlannedRequest, Rehearsal, Statement
from vectorm.spec.outline import Outline

_WIDTH = 72
"""Most characters of a filter or of a list of fields."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a flush or a statement would send. `print()` it.

    Attributes:
        engine: Engine and version; several where models are bound to several connections.
        statement: The statement in words; "" for a flush.
        requests: The requests in their order, byte for byte. Those of one collection and kind may be under way at once.
        notes: What is done here and not by the server, what the server looks at beyond need, and what follows later.
        texts: By field, how many texts an embedder would be called for.
    """

    engine: str
    statement: str
    requests: tuple[PlannedRequest, ...]
    notes: tuple[str, ...] = ()
    texts: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> int:
        """Rows that would be written, and keys that would be deleted."""
        return sum(each.outline.rows or 0 for each in self.requests if _is_write(each.outline))

    @property
    def size(self) -> int:
        """Bytes of all requests."""
        return sum(each.outline.size for each in self.requests)

    def __str__(self) -> str:
        lines = [self.statement or f"flush of {_count(self.rows, 'row')}, {_size(self.size)}", f"on {self.engine}", ""]
        is_long = any(not _is_write(each.outline) for each in self.requests)
        if not self.requests:
            lines.append("  nothing to send")
        elif not is_long:
            lines += _table([each.outline for each in self.requests])
        else:
            for each in self.requests:
                lines += _paragraph(each)
        if self.notes:
            lines += ["", *(f"  - {note}" for note in self.notes)]
        return "\n".join(lines).rstrip()


def explanation(rehearsal: Rehearsal, statement: Statement | None, *, has_listeners: bool) -> Explanation:
    """What a rehearsal has found; `has_listeners` tells of functions that a flush calls first."""
    notes = ("functions of before_flush were not called: they may add work",) if has_listeners else ()
    return Explanation(
        engine=", ".join(rehearsal.engines),
        statement="" if statement is None else str(statement),
        requests=tuple(rehearsal.requests),
        notes=(*notes, *advise(rehearsal, statement)),
        texts=tuple(rehearsal.texts.items()),
    )


def _table(outlines: list[Outline]) -> list[str]:
    """Writes, one line each."""
    kinds = [_kind(each) for each in outlines]
    whats = [_written(each) for each in outlines]
    sizes = [_size(each.size) for each in outlines]
    columns = [kinds, [each.collection for each in outlines], whats, sizes]
    wide = [max(map(len, column)) for column in columns]
    lines: list[str] = []
    for number, each in enumerate(outlines):
        kind, collection, what, size = (column[number].ljust(most) for column, most in zip(columns, wide, strict=True))
        told = each.filter if each.method == "Delete" else ", ".join(each.fields)
        size = size.strip().rjust(wide[3])
        lines.append(f"  {kind}  {collection}  {what}  {size}  {_short(told)}".rstrip())
    return lines


def _paragraph(planned: PlannedRequest) -> list[str]:
    """A request, one line for each thing that it says."""
    outline = planned.outline
    if _is_write(outline) and outline.method != "Delete":
        return _table([outline])
    first = " (read now, what follows depends on it)" if planned.is_read_now else ""
    lines = [f"  {outline.method} {outline.collection}, {_size(outline.size)}{first}"]
    return lines + [f"    {name:<12} {_short(told)}" for name, told in _facts(outline, planned.open) if told]


def _facts(outline: Outline, unknown: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    params = dict(outline.params)
    limit, offset = params.pop("limit", params.pop("topk", "")), params.pop("offset", "")
    told = [*filter(None, [params.pop("metric_type", "")]), *(f"{name}={value}" for name, value in params.items())]
    if outline.field:
        yield "field", ", ".join([outline.field, *([] if outline.rows == 1 else [f"{outline.rows} queries"]), *told])
    for arm in outline.arms:
        yield "search", ", ".join(_arm(arm))
    if not outline.arms:
        yield "filter", outline.filter or "none"
    yield "params", "" if outline.field else ", ".join(told)
    yield "ranked by", outline.ranker
    yield "limit", _number(limit) + (f" from {_number(offset)}" if offset else "")
    yield "partitions", ", ".join(outline.partitions)
    yield "returns", ", ".join(outline.fields)
    if outline.method != "Delete":
        yield "consistency", _consistency(outline, unknown)


def _arm(arm: Outline) -> Iterator[str]:
    """A search of a hybrid search in one line."""
    for name, told in _facts(arm, ()):
        if told and told != "none" and name not in {"returns", "consistency", "partitions"}:
            yield told if name == "field" else f"{name} {told}"


def _consistency(outline: Outline, unknown: tuple[str, ...]) -> str:
    if unknown:
        return "Session: sees the writes above"
    if outline.level is None:
        return "the collection's own level"
    if outline.level in {ConsistencyLevel.SESSION, ConsistencyLevel.CUSTOMIZED}:
        return f"{outline.level.name.capitalize()}: sees this session's writes (timestamp {outline.guarantee})"
    return outline.level.name.capitalize()


def _kind(outline: Outline) -> str:
    return "partial upsert" if outline.is_partial else outline.method.lower()


def _written(outline: Outline) -> str:
    if outline.rows is None:
        return "by filter"
    return _count(outline.rows, "key" if outline.method == "Delete" else "row")


def _is_write(outline: Outline) -> bool:
    return outline.method in {"Insert", "Upsert", "Delete"}


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _number(text: str) -> str:
    return f"{int(text):,}" if text.isdigit() else text


def _size(size: int) -> str:
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} B"


def _short(text: str) -> str:
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
