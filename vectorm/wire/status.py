"""The server's status to errors: the one place that reads codes and reasons.

The engines answer the same mistake with different codes (and Milvus 2.3 often with 65535), so classes are chosen by
code first and by a few words of the reason second. Codes: Milvus's `merr`; observed on Milvus 2.3.5 and Milvus
Lite 3.2.2.
"""

import re

from vectorm.errors import (
    AliasNotExistException,
    AlreadyExists,
    AuthenticationError,
    CollectionNotExistException,
    CollectionNotLoaded,
    DatabaseNotExistException,
    FilterError,
    IndexNotExistException,
    MilvusException,
    MilvusUnavailableException,
    ParamError,
    PartitionNotExistException,
    PermissionDenied,
    RateLimited,
    SchemaMismatchRetryableException,
    ServerError,
    Unsupported,
)
from vectorm.wire.messages import Status

_BY_CODE: dict[int, type[MilvusException]] = {
    2: Unsupported,
    8: RateLimited,
    9: RateLimited,
    100: CollectionNotExistException,
    101: CollectionNotLoaded,
    200: PartitionNotExistException,
    700: IndexNotExistException,
    800: DatabaseNotExistException,
    1100: ParamError,
    1101: ParamError,
    1400: AuthenticationError,
    1401: PermissionDenied,
    1600: AliasNotExistException,
    1601: AlreadyExists,
}
"""By `Status.code`. 2 is `ServiceUnavailable` by name, but 2.3.5 says it of deprecated calls."""

_BY_LEGACY_CODE: dict[int, type[MilvusException]] = {
    1: ServerError,
    4: CollectionNotExistException,
    11: IndexNotExistException,
    25: IndexNotExistException,
    35: AlreadyExists,
    48: RateLimited,
    49: RateLimited,
    62: SchemaMismatchRetryableException,
}
"""By `Status.error_code`, when `code` says nothing."""

_BY_WORDS: tuple[tuple[str, type[MilvusException]], ...] = (
    ("can't find collection", CollectionNotExistException),
    ("collection not found", CollectionNotExistException),
    ("collection not exist", CollectionNotExistException),
    ("collection not loaded", CollectionNotLoaded),
    ("partition not found", PartitionNotExistException),
    ("partition name ", PartitionNotExistException),
    ("index not found", IndexNotExistException),
    ("index doesn't exist", IndexNotExistException),
    ("already exist", AlreadyExists),
    ("create duplicate collection", AlreadyExists),
    ("at most one distinct index", AlreadyExists),
    ("cannot parse expression", FilterError),
    ("invalid expression", FilterError),
    ("failed to create query plan", FilterError),
    ("failed to create expr plan", FilterError),
    ("filter parse error", FilterError),
    (" at column ", FilterError),
    ("not found in schema", ParamError),
    ("non-exist field", ParamError),
    ("not ready yet", MilvusUnavailableException),
    ("multiple vector fields is not supported", Unsupported),
    ("request rate", RateLimited),
)

_FIELD_NOT_EXIST = re.compile(r"^field \S+ not exist")

_LITE_SAYS: tuple[tuple[re.Pattern[str], type[MilvusException]], ...] = (
    (re.compile(r"^alias '.*' does not exist"), AliasNotExistException),
    (re.compile(r"^database '.*' does not exist"), DatabaseNotExistException),
)
"""What Milvus Lite gives the code of a missing collection, or none."""

_HINTS: dict[type[MilvusException], str] = {
    CollectionNotLoaded: "load the collection first: client.load_collection(name), or schema.ensure(Model)",
    RateLimited: "the server's quota; slow down or raise quotaAndLimits in its configuration",
    Unsupported: "the connected engine lacks this call",
    AuthenticationError: "check user= and password=, or token=",
    PermissionDenied: "grant the privilege to a role of this user",
    SchemaMismatchRetryableException: "somebody changed the collection: call again",
    FilterError: "check names and types in the filter; conditions of typed columns are written right",
}


def check(status: Status) -> None:
    """Raise the error that a status tells of; return on success."""
    if status.code == 0 and status.error_code == 0:
        return
    raise error_of(status)


def error_of(status: Status) -> MilvusException:
    """The error that a status tells of."""
    code = status.code or status.error_code
    kind = _kind(status)
    reason = status.reason or status.detail or f"the server gave no reason (code {code})"
    return kind(
        code,
        reason,
        status.error_code,
        hint=_HINTS.get(kind, ""),
        is_input_error=status.extra_info.get("is_input_error") == "true",
        retriable=status.retriable,
    )


def _kind(status: Status) -> type[MilvusException]:
    reason = status.reason.lower()
    for pattern, kind in _LITE_SAYS:
        if pattern.search(reason):
            return kind
    if status.code in _BY_CODE:
        return _BY_CODE[status.code]
    if _FIELD_NOT_EXIST.search(reason):
        return ParamError
    for words, kind in _BY_WORDS:
        if words in reason:
            return kind
    return _BY_LEGACY_CODE.get(status.error_code, ServerError)


def decode_status(data: bytes) -> None:
    """Read a reply that is nothing but a status."""
    check(Status.FromString(data))
