"""The file in which a query iterator notes where it stands; iterators of PyMilvus and vectorm go on from each other's.

The first line is the timestamp of the state that the pages show, the last one the key of the last row: an int as it is,
a text in JSON, `{"pk": "a b", "last_element_offset": null}`.
"""

import json
from pathlib import Path
from typing import Any

from vectorm.columns.kinds import is_mapping
from vectorm.errors import MilvusException, ParamError
from vectorm.spec.iterate import Cursor


class QueryIteratorCursor:
    """Where a query iterator stands.

    Attributes:
        session_ts: Timestamp of the state that its pages show.
        int_pk: Key of the last row, if keys are ints; None at the start.
        str_pk: The same, if they are texts.
        last_element_offset: Position of the last element in its struct array, where the filter is about elements.
    """

    def __init__(
        self,
        session_ts: int,
        int_pk: int | None = None,
        str_pk: str | None = None,
        last_element_offset: int | None = None,
    ) -> None:
        self.session_ts = session_ts
        self.int_pk = int_pk
        self.str_pk = str_pk
        self.last_element_offset = last_element_offset


def told_cursor(cursor: Cursor) -> QueryIteratorCursor:
    """A cursor in PyMilvus's shape."""
    key = cursor.key
    if isinstance(key, str):
        return QueryIteratorCursor(cursor.snapshot, str_pk=key, last_element_offset=cursor.element)
    return QueryIteratorCursor(cursor.snapshot, int_pk=key, last_element_offset=cursor.element)


class Checkpoint:
    """The file of one iterator.

    Args:
        path: Where it is, or is to be.
        is_text: Whether keys are texts.
    """

    def __init__(self, path: str | Path, *, is_text: bool) -> None:
        self._path = Path(path)
        self._is_text = is_text

    def load(self) -> Cursor | None:
        """Where the iterator stood that wrote the file; None when there is no file, or nothing was read yet.

        Raises:
            ParamError: It is no such file.
            MilvusException: It cannot be read.
        """
        try:
            lines = self._path.read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise MilvusException(message=f"the checkpoint {self._path} cannot be read: {error}") from error
        if not lines:
            return None
        try:
            return self._parse(int(lines[0]), lines[1:])
        except (ValueError, KeyError, TypeError):
            told = f"{self._path} is no checkpoint of a query iterator over this collection"
            raise ParamError(message=told, hint="remove it to start anew, or name another file") from None

    def save(self, cursor: Cursor) -> None:
        """Note where the iterator stands; the file is replaced as a whole: a crash leaves the old or the new one.

        Raises:
            MilvusException: It cannot be written.
        """
        fresh = self._path.with_name(f"{self._path.name}.new")
        try:
            fresh.write_text(f"{cursor.snapshot}\n{_line(cursor)}\n", encoding="utf-8")
            fresh.replace(self._path)
        except OSError as error:
            raise MilvusException(message=f"the checkpoint {self._path} cannot be written: {error}") from error

    def remove(self) -> None:
        """Remove the file, if it is there."""
        self._path.unlink(missing_ok=True)

    def _parse(self, snapshot: int, lines: list[str]) -> Cursor:
        if not lines:
            return Cursor(snapshot)
        told = _json_object(lines[-1])
        key, element = (told["pk"], told.get("last_element_offset")) if told else (lines[-1], None)
        return Cursor(snapshot, str(key) if self._is_text else int(key), element)


def _line(cursor: Cursor) -> str:
    if isinstance(cursor.key, int) and cursor.element is None:
        return str(cursor.key)
    return json.dumps({"pk": cursor.key, "last_element_offset": cursor.element}, separators=(",", ":"))


def _json_object(line: str) -> dict[str, Any] | None:
    """The object of a line; None for a key as it is, which PyMilvus writes of texts too."""
    try:
        found: object = json.loads(line)
    except ValueError:
        return None
    return dict(found) if is_mapping(found) and "pk" in found else None
