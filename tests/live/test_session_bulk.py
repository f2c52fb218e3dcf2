"""Rows in bulk, on real engines: columns, rows and tables."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.fix_session import Open, doc, stored
from tests.live.models import Auto, Doc
from vectorm.errors import DataNotMatchException, ParamError
from vectorm.model import uuid7
from vectorm.query import select

pa: Any = pytest.importorskip("pyarrow")


def vectors(count: int) -> Any:
    return np.reshape(np.arange(count * 4, dtype=np.float32), (count, 4))


def read(open_session: Open, mark: str) -> list[Doc]:
    return open_session().scalars(select(Doc).where(Doc.title.like(f"{mark}%")).with_vectors()).all()


def expected(mark: str, count: int) -> list[tuple[str, int, list[str], list[float]]]:
    return [(f"{mark} {row}", 2000, [], vectors(count)[row].tolist()) for row in range(count)]


def told(docs: list[Doc]) -> list[tuple[str, int, list[str], list[float]]]:
    return sorted((each.title, each.year, each.tags, each.dense.tolist()) for each in docs)


def test_columns_with_the_models_defaults(open_session: Open) -> None:
    mark = uuid7()
    titles = [f"{mark} {row}" for row in range(5)]
    report = open_session().bulk_insert(Doc, {"title": titles, "dense": vectors(5)})
    assert (report.rows, report.requests, report.ids) == (5, 1, [])
    assert told(read(open_session, mark)) == expected(mark, 5)


def test_rows_of_a_generator_in_chunks(open_session: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorm.session.bulk.MOST_ROWS", 3)
    mark = uuid7()

    def rows() -> Iterator[dict[str, Any]]:
        for row, vector in enumerate(vectors(8)):
            yield {"title": f"{mark} {row}", "dense": vector} | ({"year": 2000} if row % 2 else {})

    report = open_session().bulk_insert(Doc, rows())
    assert (report.rows, report.requests) == (8, 3)
    assert told(read(open_session, mark)) == expected(mark, 8)


@pytest.mark.parametrize("kind", ["arrow", "arrow lists", "pandas"])
def test_tables(open_session: Open, kind: str) -> None:
    mark = uuid7()
    titles = [f"{mark} {row}" for row in range(4)]
    if kind == "arrow":
        flat = pa.array(vectors(4).ravel())
        table = pa.table({"title": titles, "dense": pa.FixedSizeListArray.from_arrays(flat, 4)})
    elif kind == "arrow lists":
        table = pa.table({"title": titles, "dense": vectors(4).tolist()})
    else:
        table = pd.DataFrame({"title": titles, "dense": list(vectors(4))})
    open_session().bulk_insert(Doc, table)
    assert told(read(open_session, mark)) == expected(mark, 4)


def test_keys_of_the_server_come_back_in_order(open_session: Open) -> None:
    session = open_session()
    report = session.bulk_insert(Auto, {"name": ["a", "b", "c"], "dense": vectors(3)})
    assert [each.name for each in session.get_many(Auto, [int(key) for key in report.ids])] == ["a", "b", "c"]


def test_keyed_rows_replace_and_known_objects_are_renewed(open_session: Open) -> None:
    (key,) = stored(open_session, doc("before"))
    session = open_session()
    known = session.get_one(Doc, key)
    session.bulk_insert(Doc, [{"id": key, "title": "after", "dense": [0.0] * 4}])
    assert session.get_one(Doc, key) is known
    assert known.title == "after"


def test_a_wrong_row_is_told_by_its_number_in_all_of_the_data(
    open_session: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vectorm.session.bulk.MOST_ROWS", 2)
    rows = [{"title": "x", "dense": [0.0] * (4 if row < 3 else 5)} for row in range(4)]
    with pytest.raises(DataNotMatchException, match=r"field Doc\.dense, row 3: .*dim"):
        open_session().bulk_insert(Doc, rows)
    with pytest.raises(DataNotMatchException, match=r"Doc\.title"):
        open_session().bulk_insert(Doc, {"dense": vectors(2)})
    with pytest.raises(ParamError, match="takes columns by name, dict rows or a table, not int"):
        open_session().bulk_insert(Doc, 3)  # type: ignore[arg-type]
