"""The server's status becomes the right error."""

import pytest

from vectorm import errors
from vectorm.wire.messages import Status
from vectorm.wire.status import check, decode_status, error_of


def test_success_raises_nothing() -> None:
    check(Status())


@pytest.mark.parametrize(
    ("code", "legacy", "reason", "kind"),
    [
        (100, 1, "can't find collection[database=default][collection=x]", errors.CollectionNotExistException),
        (100, 4, "collection not found", errors.CollectionNotExistException),
        (0, 4, "", errors.CollectionNotExistException),
        (101, 1, "collection not loaded", errors.CollectionNotLoaded),
        (200, 15, "partition not found", errors.PartitionNotExistException),
        (200, 200, "p1", errors.PartitionNotExistException),
        (700, 25, "index not found", errors.IndexNotExistException),
        (700, 11, "", errors.IndexNotExistException),
        (8, 49, "request is rejected by limiter", errors.RateLimited),
        (65535, 1, "failed to create query plan: cannot parse expression: x", errors.FilterError),
        (6, 6, "filter parse error", errors.FilterError),
        (35, 35, "index already exists", errors.AlreadyExists),
        (65535, 1, "create duplicate collection with different parameters", errors.AlreadyExists),
        (65535, 1, "multiple vector fields is not supported", errors.Unsupported),
        (65535, 1, "something new", errors.ServerError),
        (1100, 5, "invalid parameter", errors.ParamError),
        (800, 1, "database not found", errors.DatabaseNotExistException),
    ],
)
def test_class_by_code_and_words(code: int, legacy: int, reason: str, kind: type[errors.MilvusException]) -> None:
    error = error_of(Status(code=code, error_code=legacy, reason=reason))
    assert type(error) is kind
    assert error.code == (code or legacy)
    assert reason in error.message


def test_an_empty_reason_still_says_something() -> None:
    assert "code 1" in error_of(Status(code=1)).message


def test_decode_status_raises() -> None:
    with pytest.raises(errors.RateLimited):
        decode_status(Status(code=8, error_code=49, reason="slow down").SerializeToString())
