"""Rows become bytes column by column: no call is made for each row."""

from tests.perf.counting import Work, calls, calls_per_row
from tests.perf.rows import Page, columns, context, driver, rows, write_reply
from vectorm.model.mapper import batch_from_models
from vectorm.ops import write
from vectorm.session.flush import flush
from vectorm.session.state import SessionState

NONE = 0.1
"""Calls a row: the vectors are checked some rows at a time."""


def test_insert_of_rows_with_arrays() -> None:
    def prepare(count: int) -> Work:
        ctx, given, recorded = context(), rows(count), driver({"Insert": write_reply(count)})
        return lambda: recorded.run(write.insert_rows(ctx, "pages", given))

    assert calls_per_row(prepare) < NONE


def test_insert_of_rows_with_lists() -> None:
    def prepare(count: int) -> Work:
        given = [{**row, "vec": row["vec"].tolist()} for row in rows(count)]
        ctx, recorded = context(), driver({"Insert": write_reply(count)})
        return lambda: recorded.run(write.insert_rows(ctx, "pages", given))

    assert calls_per_row(prepare) < NONE


def test_insert_of_columns() -> None:
    def prepare(count: int) -> Work:
        ctx, given, recorded = context(), columns(count), driver({"Insert": write_reply(count)})
        return lambda: recorded.run(write.insert_columns(ctx, "pages", given))

    assert calls_per_row(prepare) < NONE


def test_objects_to_columns() -> None:
    def prepare(count: int) -> Work:
        objects = [Page(**row) for row in rows(count)]
        return lambda: batch_from_models(Page, objects)

    assert calls_per_row(prepare) < NONE


def test_commit_of_objects() -> None:
    def prepare(count: int) -> Work:
        ctx, recorded = context(), driver({"Upsert": write_reply(count)})
        waiting = [[Page(**row) for row in rows(count)] for _ in range(2)]

        def work() -> None:
            state = SessionState()
            state.unit.add(waiting.pop())
            recorded.run(flush(ctx, state))

        return work

    assert calls_per_row(prepare) < NONE


def test_insert_of_one_row() -> None:
    ctx, given, recorded = context(), rows(1), driver({"Insert": write_reply(1)})
    assert calls(lambda: recorded.run(write.insert_rows(ctx, "pages", given))) < 400
