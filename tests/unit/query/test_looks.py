"""What statements look like: to people, and as what is sent."""

from typing import Any

import pytest

from tests.unit.model.library import Doc, Point
from tests.unit.query.engines import LITE, MILVUS25, MILVUS30
from vectorm.errors import FilterError, ParamError
from vectorm.model import FloatVector, Mapped, Model, field, vector
from vectorm.query import delete, func, random_sample, select
from vectorm.query.select import Delete, Select


class Words(Model, collection="words"):
    id: Mapped[int] = field(primary_key=True)
    body: Mapped[str] = field(enable_match=True, max_length=100)
    plain: Mapped[str] = field(default="", max_length=100)
    v: Mapped[FloatVector] = vector(dim=2)


FIELDS = "['id', 'body', 'plain']"

LOOKS: list[tuple[Select[Any] | Delete[Any], str, str]] = [
    (select(Words), "select Words", f"query words filter='' limit=None offset=None output_fields={FIELDS}"),
    (
        select(Words).where(Words.id > 1).order_by(Words.plain.desc(), Words.id).limit(3).offset(2),
        "select Words where (id > 1) order by plain desc, id limit 3 offset 2",
        (
            f"query words filter='(id > 1)' limit=None offset=None output_fields={FIELDS}; "
            "every row is read and ordered here by plain desc, id"
        ),
    ),
    (
        select(Words).only(Words.body).partitions("a", "b").consistency("Bounded"),
        "select Words only id, body partitions a, b consistency Bounded",
        "query words filter='' limit=None offset=None output_fields=['id', 'body']",
    ),
    (
        select(Words).defer(Words.body).with_vectors().ignore_growing(),
        "select Words defer body with vectors ignore growing",
        "query words filter='' limit=None offset=None ignore_growing=True output_fields=['id', 'plain', 'v']",
    ),
    (
        select(Words).where(Words.body.text_match("a b", minimum_should_match=2), random_sample(0.5)),
        'select Words where ((text_match(body, "a b", minimum_should_match=2)) and random_sample(0.5))',
        (
            "query words filter='((text_match(body, \"a b\", minimum_should_match=2)) and random_sample(0.5))' "
            f"limit=None offset=None output_fields={FIELDS}"
        ),
    ),
    (
        delete(Words).where(~Words.body.phrase_match("a b", slop=1)),
        'delete Words where (not (phrase_match(body, "a b", 1)))',
        "delete words filter='(not (phrase_match(body, \"a b\", 1)))'",
    ),
]


@pytest.mark.parametrize(("statement", "text", "sent"), LOOKS, ids=[text for _, text, _ in LOOKS])
def test_how_statements_look(statement: Select[Any] | Delete[Any], text: str, sent: str) -> None:
    assert str(statement) == text
    assert repr(statement) == f"<{type(statement).__name__} {text}>"
    assert statement.compile(MILVUS30) == sent


def test_how_groups_look() -> None:
    counted = select(Words).where(Words.id > 1).group_by(Words.plain).aggregate(func.count().label("n"))
    ordered = counted.order_by(func.count().label("n").desc()).limit(2)
    assert str(ordered) == (
        "select Words where (id > 1) group by plain aggregate count(*) as n order by count(*) as n desc limit 2"
    )
    assert repr(counted).startswith("<Grouped select Words where (id > 1) group by plain")
    assert counted.compile(MILVUS30) == (
        "query words filter='(id > 1)' limit=16384 group_by_fields=plain output_fields=['plain', 'count(*)']"
    )
    assert counted.compile(MILVUS25) == (
        "query words filter='(id > 1)' limit=None output_fields=['id', 'plain']; "
        "every row is read and grouped here by plain"
    )
    total = select(Words).aggregate(func.count())
    assert total.compile(LITE) == "query words filter='' output_fields=['count(*)']"
    assert select(Words).aggregate(func.max(Words.id)).compile(LITE).endswith("; every row is read and grouped here")


def test_defer() -> None:
    assert select(Point).defer(Point.score).build(LITE).options.output_fields == ("id", "flag", "$meta")
    with pytest.raises(ParamError, match=r"only\(\) and defer\(\) exclude each other"):
        select(Words).defer(Words.body).only(Words.plain)
    with pytest.raises(ParamError, match=r"only\(\) and defer\(\) exclude each other"):
        select(Words).only(Words.body).defer(Words.plain)
    with pytest.raises(ParamError, match="nothing without their key"):
        select(Words).defer(Words.id)
    with pytest.raises(ParamError, match="give a whole field of Doc"):
        select(Doc).defer(Doc.meta["a"])


def test_words_of_a_field_that_is_not_cut_into_words() -> None:
    for condition in (Words.plain.text_match("a"), (Words.id == 1) | ~Words.plain.phrase_match("a")):
        with pytest.raises(FilterError, match=r"Words.plain has no words to match.*enable_match=True"):
            select(Words).where(condition)
