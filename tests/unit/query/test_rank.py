"""Rankers, chains, highlighters and aggregations in statements: what is built, and what is refused."""

from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import Field

from tests.unit.model.library import Doc, Point
from tests.unit.query.engines import LITE, MILVUS23
from vectorm import FunctionChain, FunctionChainStage, LexicalHighlighter, SearchAggregation, TopHits
from vectorm.client.chain_functions import decay as chain_decay
from vectorm.enums import FunctionType
from vectorm.errors import FilterError, ParamError, Unsupported
from vectorm.model import FLAT, FloatVector, Mapped, Model, field, vector
from vectorm.ops.read_support import check_search
from vectorm.query import (
    boost,
    boosts,
    decay,
    hybrid,
    model_ranker,
    random_score,
    raw,
    rrf,
    search,
    weighted,
)
from vectorm.spec.function import FunctionSpec
from vectorm.spec.function_chain import col
from vectorm.spec.read import FunctionScoreSpec, SearchSpec


class Item(Model):
    id: Mapped[int] = field(primary_key=True)
    price: Mapped[float] = field(default=0.0)
    cost: Mapped[Annotated[Decimal, Field(decimal_places=2)]] = field(default=Decimal(0))
    name: Mapped[str] = field(default="", max_length=20)
    made: Mapped[datetime | None] = field(default=None)
    near: Mapped[FloatVector] = vector(dim=2, index=FLAT(metric="L2"))


NEAR = search(Item.near).near([0, 0])


def untyped(value: object) -> Any:
    return value


def functions(spec: SearchSpec) -> tuple[FunctionSpec, ...]:
    assert spec.function_score is not None
    return spec.function_score.functions


def test_decay() -> None:
    (made,) = functions(NEAR.rerank(decay(Item.price, origin=10, scale=2.5, offset=1, curve="exp")).build(LITE))
    params = {"reranker": "decay", "function": "exp", "origin": "10", "scale": "2.5", "offset": "1", "decay": "0.5"}
    assert made == FunctionSpec(name="decay", type=FunctionType.RERANK, inputs=("price",), params=params)


def test_decay_of_times_is_in_the_unit_that_is_stored() -> None:
    origin = datetime(1970, 1, 2, tzinfo=timezone.utc)
    (made,) = functions(NEAR.rerank(decay(Item.made, origin=origin, scale=timedelta(seconds=2))).build(LITE))
    assert (made.params["origin"], made.params["scale"]) == ("86400000000", "2000000")


def test_decay_of_decimals_is_in_the_unit_that_is_stored() -> None:
    made = decay(Item.cost, origin=Decimal(5), scale=Decimal("0.5"), offset=Decimal("0.01"))
    assert (made.origin, made.scale, made.offset) == (500, 50, 1)


@pytest.mark.parametrize(
    ("column", "origin", "scale"),
    [
        (Item.cost, 5, Decimal(1)),
        (Item.cost, Decimal(5), 1),
        (Item.cost, Decimal(5), timedelta(1)),
        (Item.made, 1.7e9, timedelta(1)),
        (Item.made, timedelta(1), timedelta(1)),
        (Item.price, Decimal(5), 1),
        (Item.price, datetime(2024, 1, 1, tzinfo=timezone.utc), timedelta(1)),
    ],
)
def test_a_decay_takes_values_of_the_type_of_its_field(column: object, origin: object, scale: object) -> None:
    with pytest.raises(ParamError, match="not of the type"):
        decay(untyped(column), origin=untyped(origin), scale=untyped(scale))


@pytest.mark.parametrize(
    "wrong", [{"scale": 0}, {"offset": -1}, {"decay": 1.0}, {"decay": 0.0}, {"curve": "round"}, {"scale": "2"}]
)
def test_values_of_a_decay_have_a_range(wrong: dict[str, Any]) -> None:
    given: dict[str, Any] = {"origin": 1, "scale": 2, **wrong}
    with pytest.raises(ParamError, match="decay"):
        decay(Item.price, **given)


def test_a_decay_needs_numbers() -> None:
    for column in (Item.name, Doc.meta["n"], Item.near):
        with pytest.raises(ParamError, match="field of numbers"):
            decay(untyped(column), origin=1, scale=1)


def test_boosts() -> None:
    red = boost(Item.name == 'r"ed', weight=1.5)
    assert NEAR.rerank(red).build(LITE).function_score == FunctionScoreSpec(
        functions=(
            FunctionSpec(
                name="boost_0",
                type=FunctionType.RERANK,
                inputs=(),
                params={"reranker": "boost", "weight": "1.5", "filter": '(name == "r\\"ed")'},
            ),
        )
    )
    several = boosts(red, boost(weight=2, random=random_score(7, Item.id)), boost_mode="sum")
    built = NEAR.rerank(several).build(LITE)
    assert built.function_score is not None
    assert built.function_score.params == {"boost_mode": "Sum", "function_mode": "Multiply"}
    assert functions(built)[1].params["random_score"] == '{"seed":7,"field":"id"}'
    assert functions(NEAR.rerank(boost(weight=2, random=random_score(7))).build(LITE))[0].params["random_score"] == (
        '{"seed":7}'
    )
    with pytest.raises(ParamError, match="takes boosts"):
        boosts()
    with pytest.raises(ParamError, match="multiply and sum"):
        boosts(red, boost_mode=untyped("max"))


def test_rankers_belong_to_the_model_and_to_the_engine() -> None:
    for ranker in (boost(Doc.year > 1, weight=2), decay(Doc.stars, origin=1, scale=1)):
        with pytest.raises(FilterError, match="no column of Item"):
            NEAR.rerank(ranker).build(LITE)
    with pytest.raises(Unsupported, match="like"):
        NEAR.rerank(boost(Item.name.like("a%b_"), weight=2)).build(MILVUS23)
    with pytest.raises(Unsupported, match="rankers as functions: it would ignore them"):
        check_search(MILVUS23, NEAR.rerank(boost(weight=2)).build(MILVUS23))
    with pytest.raises(ParamError, match=r"hybrid\(\)"):
        NEAR.rerank(untyped(rrf()))


def test_a_model_judges_by_the_text_that_is_searched_for() -> None:
    judge = model_ranker(Doc.body, "tei", options={"endpoint": "http://x", "api_key": "secret"})
    (made,) = functions(search(Doc.dense).near("fox").rerank(judge).build(LITE))
    assert (made.inputs, made.params["queries"], made.params["endpoint"]) == (("body",), '["fox"]', "http://x")
    with pytest.raises(ParamError, match="not by text"):
        search(Doc.dense).near([1, 2, 3, 4]).rerank(judge).build(LITE)
    statement = search(Doc.dense).near("fox").rerank(judge)
    for shown in (str(statement), repr(judge), statement.compile(LITE)):
        assert "secret" not in shown
    with pytest.raises(ParamError, match="text field"):
        model_ranker(untyped(Doc.year), "tei")


def test_chains_name_columns_of_the_model() -> None:
    made = FunctionChain(FunctionChainStage.L2_RERANK, name="fresh").map(
        "x", chain_decay(col("price"), function="exp", origin=1, scale=1)
    )
    statement = NEAR.rerank(made.sort("x"))
    made.limit(3)
    (built,) = statement.build(LITE).chains
    assert [step.op for step in built.steps] == ["map", "sort"], "a statement does not change"
    assert "ranked by chain fresh" in str(statement)
    with pytest.raises(ParamError, match="there is no column 'prize'"):
        NEAR.rerank(FunctionChain(FunctionChainStage.L2_RERANK).sort("prize"))
    with pytest.raises(ParamError, match="needs a stage and steps"):
        NEAR.rerank(FunctionChain(FunctionChainStage.L2_RERANK))


def test_rankers_of_hybrid_searches() -> None:
    spec = hybrid(NEAR, NEAR.rerank(boost(weight=2))).rerank(decay(Item.price, origin=1, scale=1)).build(LITE)
    assert spec.function_score is not None
    assert (spec.ranker.strategy, spec.function_score.functions[0].name) == ("", "decay")
    assert [each.function_score is None for each in spec.searches] == [True, False]
    with pytest.raises(ParamError, match=r"boost goes to a search"):
        hybrid(NEAR).rerank(untyped(boost(weight=2)))
    with pytest.raises(ParamError, match=r"boost\(\) only"):
        hybrid(NEAR, NEAR.rerank(decay(Item.price, origin=1, scale=1)))
    assert "weighted 0.5" in str(hybrid(NEAR).rerank(weighted(0.5)))


def test_highlighters_and_aggregations_name_fields_of_the_model() -> None:
    words = search(Doc.sparse).near("fox")
    marks = LexicalHighlighter(highlight_search_text=True)
    marks.with_query("body", "fox", "TextMatch")
    assert words.highlight(marks).build(LITE).highlighter is not None
    marks.with_query("bodi", "fox", "TextMatch")
    with pytest.raises(ParamError, match="Doc has no field 'bodi'"):
        words.highlight(marks)
    top = SearchAggregation(["color"], 3, metrics={"n": {"count": "*"}}, top_hits=TopHits(1, [{"_score": "desc"}]))
    assert words.aggregate(top).build(LITE).aggregation == top.spec
    for wrong in (
        SearchAggregation(["colour"], 3),
        SearchAggregation(["color"], 3, metrics={"n": {"max": "age"}}),
        SearchAggregation(["color"], 3, sub_aggregation=SearchAggregation(["age"], 1)),
    ):
        with pytest.raises(ParamError, match="Doc has no field"):
            words.aggregate(wrong)
    with pytest.raises(ParamError, match="highlight"):
        words.highlight(untyped("body"))
    with pytest.raises(ParamError, match=r"no highlight\(\)"):
        hybrid(search(Doc.sparse).near("a").highlight(LexicalHighlighter()))
    with pytest.raises(ParamError, match=r"no aggregate\(\)"):
        hybrid(words.aggregate(top))


def test_search_by_stored_rows() -> None:
    statement = search(Item.near).near_keys([5, 3, 5]).where(Item.price > 1)
    assert statement.build(LITE).ids == (3, 5)
    assert statement.build(LITE).filter == "(price > 1.0)"
    assert str(statement) == "search Item.near near keys 5, 3, 5 where (price > 1.0)"
    without = search(Item.near).near_key(3, leave_out=True)
    assert without.build(LITE).filter == "(id not in [3])"
    assert without.near([1, 2]).build(LITE).filter == ""
    assert search(Item.near).near_object(Item(id=7, near=[0, 0])).build(LITE).ids == (7,)
    assert hybrid(without, NEAR).build(LITE).searches[1].filter == "(id not in [3])"
    for wrong, told in (
        (lambda: search(Item.near).near_key(untyped("3")), "INT64"),
        (lambda: search(Item.near).near_keys([]), "one key or more"),
        (lambda: search(Item.near).near_object(untyped(Point.model_construct(id=1))), "takes a Item"),
        (lambda: search(Item.near).near_object(Item.model_construct()), "no key yet"),
        (lambda: hybrid(untyped(search(Item.near).near_keys([1, 2]))), "one vector or text"),
    ):
        with pytest.raises(ParamError, match=told):
            wrong()


def test_options_of_a_search() -> None:
    built = NEAR.round_decimal(3).ignore_growing().hints("iterative_filter").build(LITE)
    assert built.extra["round_decimal"] == "3"
    assert built.extra["hints"] == "iterative_filter"
    assert built.extra["ignore_growing"] == "true"
    with pytest.raises(ParamError, match="from 0 to 6"):
        NEAR.round_decimal(7)


def test_milvus_answers_at_most_16384_hits() -> None:
    with pytest.raises(ParamError, match=r"limit 16000 and offset 385: .* 16,384 hits"):
        NEAR.limit(16_000).offset(385).build(MILVUS23)
    assert NEAR.limit(16_000).offset(384).build(MILVUS23).offset == 384
    assert NEAR.limit(20_000).build(LITE).limit == 20_000


@pytest.mark.parametrize("params", [{"ef": 0}, {"ef": 32_769}])
def test_parameters_have_a_range(params: dict[str, Any]) -> None:
    with pytest.raises(ParamError, match=r"Doc.dense: ef=\d+ is not from 1 to 32,768"):
        search(Doc.dense).params(**params)


def test_raw_conditions_boost_too() -> None:
    (made,) = functions(NEAR.rerank(boost(raw("price > {low}", {"low": 3}), weight=2)).build(LITE))
    assert made.params["filter"] == "(price > 3)"
