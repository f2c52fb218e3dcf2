"""Bad data is refused before anything is sent, by field and row; good data comes back as it was."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from tests.faults.catalogue.case import CORE, EVERY_WAY, Bad, Verdict, case
from tests.faults.catalogue.ways import Row
from tests.faults.catalogue.world import World, require, shortened

rowwise = partial(case, "data", ways=EVERY_WAY)


def refuses_row(world: World, spoil: Callable[[Row], object], *, field: str, says: list[str] | None = None) -> None:
    """Of three rows the second is spoiled: refused with the field's name, and nothing is stored."""
    way = world.connect()
    rows = world.rows(3)
    spoil(rows[1])
    try:
        way.insert(rows, timeout=10)
    except Exception as error:  # noqa: BLE001  # judged
        require(not stored(world), Verdict.LOSS, f"refused, and {len(stored(world))} rows are stored")
        own_or_validation(world, error)
        world.explains(error, [field, *(says or [])])
        return
    found = stored(world)
    raise Bad(Verdict.LOSS, f"accepted; {len(found)} rows are stored: {found}")


def own_or_validation(world: World, error: Exception) -> None:
    """Objects of models are checked by pydantic when they are made: its error is the documented one."""
    if type(error).__name__ == "ValidationError" and "session" in world.way_name:
        return
    world.must_be_ours(error)


def stored(world: World) -> list[int]:
    return world.stored()


def set_to(field: str, value: Any) -> Callable[[Row], object]:
    return lambda row: row.update({field: value})


@rowwise()
def nan_in_a_vector(world: World) -> None:
    """A vector holds NaN."""
    refuses_row(world, set_to("vector", [0.1, math.nan, 0.3, 0.4]), field="vector", says=["nan|finite"])


@rowwise()
def infinity_in_a_vector(world: World) -> None:
    """A vector holds infinity."""
    refuses_row(world, set_to("vector", [0.1, math.inf, 0.3, 0.4]), field="vector", says=["inf|finite"])


@rowwise()
def too_large_for_float32(world: World) -> None:
    """A vector holds 1e300, which is infinite as float32."""
    refuses_row(world, set_to("vector", [0.1, 1e300, 0.3, 0.4]), field="vector")


@rowwise()
def vector_too_long(world: World) -> None:
    """A vector has five dimensions instead of four."""
    refuses_row(world, set_to("vector", [0.1] * 5), field="vector", says=["dim|5"])


@rowwise()
def vector_too_short(world: World) -> None:
    """A vector has three dimensions instead of four."""
    refuses_row(world, set_to("vector", [0.1] * 3), field="vector", says=["dim|3"])


@case("data", ways=EVERY_WAY, engines=["lite"])
def dimensions_that_add_up(world: World) -> None:
    """Two vectors of 3 and 5 dimensions: together they are of the right length, and kill Milvus 2.3.5."""
    way = world.connect()
    rows = world.rows(2)
    rows[0]["vector"], rows[1]["vector"] = [0.1] * 3, [0.1] * 5
    error = caught(lambda: way.insert(rows, timeout=10))
    require(error is not None, Verdict.LOSS, "accepted")
    assert error is not None
    own_or_validation(world, error)
    world.explains(error, ["vector", "dim|3|5"])


@rowwise()
def empty_vector(world: World) -> None:
    """A vector is empty."""
    refuses_row(world, set_to("vector", []), field="vector")


@rowwise()
def text_in_a_vector(world: World) -> None:
    """A vector holds texts."""
    refuses_row(world, set_to("vector", ["a", "b", "c", "d"]), field="vector")


@rowwise()
def no_vector(world: World) -> None:
    """A row has None for its vector."""
    refuses_row(world, set_to("vector", None), field="vector")


@rowwise()
def missing_field(world: World) -> None:
    """A row lacks a field."""
    refuses_row(world, lambda row: row.pop("number"), field="number")


@rowwise()
def unknown_field(world: World) -> None:
    """A row has a field that the collection has not: refused, not dropped."""
    refuses_row(world, set_to("nubmer", 3), field="nubmer")


@rowwise()
def none_in_a_scalar(world: World) -> None:
    """A field that takes no null is None."""
    refuses_row(world, set_to("number", None), field="number")


@rowwise()
def text_in_an_int(world: World) -> None:
    """An INT64 field gets a text."""
    refuses_row(world, set_to("number", "seven"), field="number")


@rowwise()
def float_in_an_int(world: World) -> None:
    """An INT64 field gets 1.5: not cut off."""
    refuses_row(world, set_to("number", 1.5), field="number")


@rowwise()
def int_too_large(world: World) -> None:
    """An INT64 field gets 2**63."""
    refuses_row(world, set_to("number", 2**63), field="number")


@rowwise()
def int_in_a_text(world: World) -> None:
    """A VARCHAR field gets a number."""
    refuses_row(world, set_to("text", 7), field="text")


@case("data", ways=CORE)
def bytes_in_a_text(world: World) -> None:
    """A VARCHAR field gets bytes: not guessed at. Models take UTF-8 bytes for text, as pydantic documents."""
    refuses_row(world, set_to("text", b"abc"), field="text")


@rowwise()
def text_too_long(world: World) -> None:
    """A text of 60,001 characters where 60,000 bytes fit."""
    refuses_row(world, set_to("text", "x" * 60_001), field="text", says=["60,000|60000"])


@rowwise()
def text_too_long_in_bytes(world: World) -> None:
    """A text of 30,001 characters of two bytes each: too long, though its length is not."""
    refuses_row(world, set_to("text", "é" * 30_001), field="text", says=["60,000|60000"])


@rowwise()
def lone_surrogate(world: World) -> None:
    """A text that cannot be UTF-8."""
    refuses_row(world, set_to("text", "a\ud83d"), field="text")


@rowwise()
def key_twice_in_an_insert(world: World) -> None:
    """Two rows of one insert have the same key: refused, or the last one is stored once."""
    way = world.connect()
    rows = world.rows(3)
    rows[2]["id"] = 1
    error = caught(lambda: way.insert(rows, timeout=10))
    if error is not None:
        world.must_be_ours(error)
        world.explains(error, ["id", "1"])
        world.check_stored([])
        return
    found, count = world.stored(), world.count()
    require(len(found) == count == 2, Verdict.LOSS, f"three rows with two keys became {found}, {count} rows")


@rowwise()
def key_twice_in_an_upsert(world: World) -> None:
    """Two rows of one upsert have the same key: refused, or the last one is stored once."""
    way = world.connect(filled=2)
    rows = world.rows(3)
    rows[2]["id"] = 1
    error = caught(lambda: way.upsert(rows, timeout=10))
    if error is not None:
        world.must_be_ours(error)
        world.explains(error, ["id", "1"])
        world.check_stored([0, 1])
        return
    found, count = world.stored(), world.count()
    require(found == [0, 2] and count == 2, Verdict.LOSS, f"the rows became {found}, {count} rows")


@case("data", ways=CORE)
def no_rows(world: World) -> None:
    """An insert of no rows: nothing happens, or a clear error."""
    way = world.connect()
    error = caught(lambda: way.insert([], timeout=10))
    if error is not None:
        world.must_be_ours(error)
        world.explains(error, ["empty|no rows|at least|row"])
    world.check_stored([])


@rowwise()
def numpy_values(world: World) -> None:
    """Numbers and vectors of numpy are taken, and come back equal."""
    way = world.connect()
    rows = world.rows(2)
    for row in rows:
        row["number"] = np.int64(row["number"])
        row["vector"] = np.asarray(row["vector"], np.float64)
    way.insert(rows, timeout=10)
    world.check_stored([0, 1])


@rowwise()
def adversarial_texts_come_back(world: World) -> None:
    """Quotes, backslashes, controls, emoji and 60,000 bytes come back as they were."""
    texts = [
        '"',
        "'",
        "\\",
        '\\"',
        "\n\r\t",
        "\x00",
        "\x7f",
        "%_",
        "' or id > 0",
        "\u2028",
        "👩‍👩‍👧",
        "{x}",
        "é" * 30_000,
        "",
    ]
    way = world.connect()
    rows = world.rows(len(texts))
    for row, text in zip(rows, texts, strict=True):
        row["text"] = text
    way.insert(rows, timeout=10)
    found = world.truth.query(world.collection, filter="id >= 0", output_fields=["text"])
    wrong = [row["id"] for row in found if row["text"] != texts[row["id"]]]
    require(len(found) == len(texts) and not wrong, Verdict.LOSS, f"{len(found)} rows, wrong ones: {wrong}")


@rowwise()
def limits_of_int64_come_back(world: World) -> None:
    """The smallest INT64 as a key, the smallest and the largest as values come back as they were."""
    way = world.connect()
    rows = world.rows(2)
    rows[0].update(id=-(2**63), number=2**63 - 1)
    rows[1].update(id=5, number=-(2**63))
    way.insert(rows, timeout=10)
    by_key = world.way_name != "collection"  # that way asks by a filter, where Milvus cannot read the smallest
    answer = way.get([-(2**63), 5], timeout=10) if by_key else way.query("number != 0", timeout=10)
    found = {row["id"]: row["number"] for row in answer}
    require(found == {-(2**63): 2**63 - 1, 5: -(2**63)}, Verdict.LOSS, f"found {found}")


@rowwise()
def largest_int64_as_a_key(world: World) -> None:
    """The key 2**63 - 1, which queries of Milvus leave out: the row is found, or refused by the key."""
    way = world.connect()
    rows = world.rows(1)
    rows[0]["id"] = 2**63 - 1
    error = world.attempt(lambda: way.insert(rows, timeout=10))
    if error is not None:
        world.explains(error, ["9223372036854775807"])
        return
    found = [row["id"] for row in way.query("number >= 0", timeout=10)]
    require(found == [2**63 - 1], Verdict.LOSS, f"found {found}")


@case("data", ways=["collection"])
def ragged_columns(world: World) -> None:
    """Columns of 3, 3, 2 and 3 values: refused by name."""
    way = world.connect()
    columns = [[0, 1, 2], [0, 1, 2], ["a", "b"], [[0.1] * 4] * 3]
    error = caught(lambda: world.lib.Collection(way.collection, using="catalogue").insert(columns))
    require(error is not None, Verdict.LOSS, "accepted")
    assert error is not None
    world.must_be_ours(error)
    world.explains(error, ["text|length|rows|same"])
    world.check_stored([])


def caught(call: Callable[[], object]) -> Exception | None:
    """The error of a call, or None."""
    try:
        call()
    except Exception as error:  # noqa: BLE001  # judged
        print(shortened(error))
        return error
    return None
