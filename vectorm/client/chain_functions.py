"""The functions of a chain that Milvus knows; `vectorm.function_chain.fn` gives them under PyMilvus's path."""

from typing import Any, Final

from vectorm.client.checks import as_int
from vectorm.errors import ParamError
from vectorm.spec.function_chain import ChainValue, ColumnRef, FunctionChainExpr, as_name

MODES: Final = ("avg", "max", "min", "multiply", "sum", "weighted")
CURVES: Final = ("exp", "gauss", "linear")
OUTPUTS: Final = ("default", "raw")


def num_combine(*cols: ColumnRef, mode: str = "sum", weights: list[float] | None = None) -> FunctionChainExpr:
    """Several numbers as one.

    Args:
        *cols: Two columns or more.
        mode: `sum`, `multiply`, `max`, `min`, `avg` or `weighted`.
        weights: One for each column; goes with `weighted` only.

    Raises:
        ParamError: A wrong argument.
    """
    if len(cols) < 2:
        raise ParamError(message="num_combine needs two columns or more")
    _check_columns("num_combine", cols)
    _check_choice("mode of num_combine", mode, MODES)
    params: dict[str, Any] = {"mode": mode}
    if (weights is None) is (mode == "weighted"):
        raise ParamError(message="num_combine: weights go with mode='weighted', which needs them")
    if weights is not None:
        if not isinstance(weights, list) or len(weights) != len(cols):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ParamError(message=f"num_combine: weights must be a list of {len(cols)}, one for each column")
        params["weights"] = [float(_number("a weight of num_combine", weight)) for weight in weights]
    return FunctionChainExpr("num_combine", args=cols, params=params)


def decay(
    value: ColumnRef, *, function: str, origin: float, scale: float, offset: float = 0, decay: float = 0.5
) -> FunctionChainExpr:
    """1 at `origin`, less the further a number is from it.

    Args:
        value: A column of numbers.
        function: The curve: `gauss`, `exp` or `linear`.
        origin: Where it is 1.
        scale: How far from `origin` (and `offset`) it is `decay`.
        offset: How far from `origin` it still is 1.
        decay: Its value at `scale`.

    Raises:
        ParamError: A wrong argument.
    """
    _check_columns("decay", (value,))
    _check_choice("function of decay", function, CURVES)
    numbers = {"origin": origin, "scale": scale, "offset": offset, "decay": decay}
    params: dict[str, ChainValue] = {
        "function": function,
        **{name: _number(f"{name} of decay", given) for name, given in numbers.items()},
    }
    return FunctionChainExpr("decay", args=(value,), params=params)


def round_decimal(value: ColumnRef, *, decimal: int) -> FunctionChainExpr:
    """A number rounded to 0 to 6 decimal places.

    Raises:
        ParamError: A wrong argument.
    """
    _check_columns("round_decimal", (value,))
    if as_int("decimal of round_decimal", decimal, least=0) > 6:
        raise ParamError(message=f"decimal of round_decimal is at most 6, not {decimal}")
    return FunctionChainExpr("round_decimal", args=(value,), params={"decimal": decimal})


def xgboost(*features: ColumnRef, model_resource: str, output: str = "default") -> FunctionChainExpr:
    """What an XGBoost model says of the columns.

    Args:
        *features: Columns in the order of the model's features.
        model_resource: Name of the file resource with the model (UBJ).
        output: `default` applies the transform of the model's objective; `raw` is the margin.

    Raises:
        ParamError: A wrong argument.
    """
    if not features:
        raise ParamError(message="xgboost needs one column or more")
    _check_columns("xgboost", features)
    as_name("model_resource of xgboost", model_resource)
    _check_choice("output of xgboost", output, OUTPUTS)
    return FunctionChainExpr("xgboost", args=features, params={"model_resource": model_resource, "output": output})


def rerank_model(value: ColumnRef, *, queries: list[str], **provider_params: Any) -> FunctionChainExpr:
    """What the model of a provider says of a text.

    Args:
        value: A column of texts.
        queries: What the texts are compared with.
        **provider_params: `provider`, `model` and what else the provider takes.

    Raises:
        ParamError: A wrong argument.
    """
    _check_columns("rerank_model", (value,))
    if not isinstance(queries, list) or not queries:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ParamError(message="queries of rerank_model must be a list of str that is not empty")
    for query in queries:
        as_name("each of the queries of rerank_model", query)
    return FunctionChainExpr("rerank_model", args=(value,), params={"queries": queries, **provider_params})


def _check_columns(function: str, given: tuple[object, ...]) -> None:
    for column in given:
        if not isinstance(column, ColumnRef):
            raise ParamError(message=f"{function} takes columns, not {column!r}", hint='col("price")')


def _check_choice(what: str, given: str, choices: tuple[str, ...]) -> None:
    if given not in choices:
        raise ParamError(message=f"{what} is {given!r}", hint=f"one of {', '.join(choices)}")


def _number(what: str, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise ParamError(message=f"{what} must be a number, not {given!r}")
    return given
