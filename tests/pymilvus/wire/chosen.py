"""Differences between the requests of pymilvus and vectorm that we chose, each with its reason."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from tests.pymilvus.wire.compare import ABSENT, Difference


def always(_theirs: Any, _ours: Any) -> bool:
    return True


def ours_absent(_theirs: Any, ours: Any) -> bool:
    return bool(ours == ABSENT)


def theirs_absent(theirs: Any, _ours: Any) -> bool:
    return bool(theirs == ABSENT)


def same_json(theirs: Any, ours: Any) -> bool:
    """Texts that mean the same JSON value."""
    return bool(json.loads(theirs) == json.loads(ours))


def same_boolean(theirs: Any, ours: Any) -> bool:
    """`True` and `true`."""
    return str(theirs).lower() == ours and ours in {"true", "false"}


def is_default_database(theirs: Any, ours: Any) -> bool:
    return bool(theirs == "default" and ours == ABSENT)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A difference that is meant.

    Attributes:
        method: Name of the method, or a pattern.
        path: The field, or a pattern; "" is the whole request, `@dbname` a header.
        reason: Why.
        when: Whether two values differ in this way.
    """

    method: str
    path: str
    reason: str
    when: Callable[[Any, Any], bool] = always

    def explains(self, difference: Difference) -> bool:
        """Whether it is this one."""
        return (
            fnmatchcase(difference.method, self.method)
            and fnmatchcase(difference.path, self.path)
            and self.when(difference.theirs, difference.ours)
        )


CHOSEN: list[Chosen] = [
    Chosen("*", "@client-request-id", "an id for the server's log with every call; pymilvus's is only the user's own"),
    Chosen("*", "@client-request-unixmsec", "the clock of the client, for the server's log", ours_absent),
    Chosen("*", "@identifier", "the number of the Connect reply, for the server's log", ours_absent),
    Chosen("*", "@dbname", "no name means the default database; pymilvus's ORM says `default`", is_default_database),
    Chosen(
        "HasCollection", "", "tells whether there is a collection without an error in the server's log", theirs_absent
    ),
    Chosen("DescribeCollection", "", "pymilvus describes a collection to learn whether there is one", ours_absent),
    Chosen("DescribeIndex", "field_name", "the wait for an index asks for that field's index only", theirs_absent),
    Chosen("CreateIndex", "extra_params.*", "build parameters travel as JSON: Lite drops flat ones", ours_absent),
    Chosen(
        "CreateIndex", "extra_params.params", "build parameters travel as JSON: Lite drops flat ones", theirs_absent
    ),
    Chosen(
        "CreateCollection", "properties.*", "`true`, not `True`: Lite takes the text `False` for true", same_boolean
    ),
    Chosen("AlterCollection", "properties.*", "`true`, not `True`: Lite takes the text `False` for true", same_boolean),
    Chosen(
        "CreateCollection",
        "schema.fields.d_int8.default_value.*",
        "Milvus refuses the default of an INT8 field in the slot for INT64, where pymilvus puts it",
    ),
]
"""A test fails when an entry explains nothing any more."""
