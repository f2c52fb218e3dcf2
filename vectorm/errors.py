"""Every exception that vectorm raises: one tree, `MilvusException` at its root.

    MilvusException                         code, message, hint
    ├── ConnectError                        no server there, name not found, refused
    │   ├── TlsError                        certificate, host name, plain text to a TLS port
    │   └── EmbeddedEngineError             Milvus Lite: extra missing, path locked or unreadable
    ├── AuthenticationError                 no or wrong credentials
    ├── PermissionDenied                    the user lacks the privilege
    ├── DeadlineExceeded                    the timeout of the whole call is over
    ├── MilvusUnavailableException          the connection broke or the server is not ready
    ├── OutcomeUnknown                      a write was sent and its answer was lost
    ├── ServerError                         the server refused; one class per cause
    │   ├── DescribeCollectionException     the collection cannot be described
    │   │   └── CollectionNotExistException
    │   ├── AlreadyExists                   ├── CollectionNotLoaded
    │   │   └── PartitionAlreadyExistException
    │   ├── PartitionNotExistException      ├── IndexNotExistException
    │   ├── AliasNotExistException          ├── DatabaseNotExistException
    │   ├── RateLimited                     ├── MessageTooLarge
    │   ├── SchemaMismatchRetryableException
    │   └── ProtocolError                   the server's reply cannot be read
    ├── ServerVersionIncompatibleException
    │   └── Unsupported                     the connected engine cannot do it; nothing was sent
    ├── ParamError                          a wrong argument; nothing was sent
    │   ├── DataNotMatchException           a bad value: model, field, row and reason
    │   ├── AmbiguousIndexName              several indexes: say which
    │   ├── InvalidConsistencyLevel         no such consistency level
    │   ├── DataTypeNotMatchException       a filter that is no text
    │   ├── FilterError                     a bad filter expression
    │   └── SchemaNotReadyException         a bad declaration of a model or schema
    │       ├── PrimaryKeyException         ├── PartitionKeyException
    │       ├── ClusteringKeyException      ├── AutoIDException
    │       ├── FieldsTypeException         ├── FieldTypeException
    │       ├── FunctionsTypeException      ├── DataTypeNotSupportException
    │       └── CannotInferSchemaException
    ├── ConnectionNotExistException         no such alias
    ├── ConnectionConfigException           an alias or environment is configured wrongly
    ├── NoResultFound                       one row must be there, and none is
    ├── MultipleResultsFound                at most one row may be there, and several are
    └── SessionError                        wrong use of a Session
        ├── FlushError                      a flush failed: done, failed, unknown
        └── OutboxError                     an outbox cannot be opened, written or replayed
            └── OutboxLocked                another process has it open

Names that PyMilvus has are PyMilvus's. Errors are made in `wire.status` (the server's answer), `transport.errors`
(gRPC) and where arguments are checked; nowhere else.
"""

from collections.abc import Sequence
from enum import Enum, IntEnum
from typing import Any

from vectorm.records import dataclass


class ErrorCode(IntEnum):
    """Codes of Milvus's `merr` package that vectorm tells apart (0: success)."""

    SUCCESS = 0
    UNEXPECTED_ERROR = 1
    RATE_LIMIT = 8
    FORCE_DENY = 9
    COLLECTION_NOT_FOUND = 100
    COLLECTION_NOT_LOADED = 101
    PARTITION_NOT_FOUND = 200
    INDEX_NOT_FOUND = 700
    DATABASE_NOT_FOUND = 800
    ALIAS_NOT_FOUND = 1600


@dataclass(frozen=True, slots=True)
class Asked:
    """The names in a request for something that is not there."""

    collections: tuple[str, ...] = ()
    partitions: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


class MilvusException(Exception):
    """Root of all errors; raised itself for server errors without a class of their own.

    Args:
        code: Milvus's error code (see `ErrorCode`), or a gRPC-like number for errors of our own side.
        message: What happened, where and why.
        compatible_code: The code as servers before Milvus 2.3 counted (1: unexpected error).
        hint: What to do about it.
        is_input_error: Whether the server says that the request itself is wrong.
        retriable: Whether the server says that the same request may succeed later.

    Attributes:
        asked: The names that were asked for, where something is not there; the hint may name the closest one.
    """

    asked: Asked | None = None

    def __init__(
        self,
        code: int = ErrorCode.UNEXPECTED_ERROR,
        message: str = "",
        compatible_code: int = ErrorCode.UNEXPECTED_ERROR,
        *,
        hint: str = "",
        is_input_error: bool = False,
        retriable: bool = False,
    ) -> None:
        super().__init__(code, message)
        self.code = int(code)
        self.message = message
        self.compatible_code = int(compatible_code)
        self.hint = hint
        self.is_input_error = is_input_error
        self.retriable = retriable

    @property
    def docs(self) -> str:
        """The section of the documentation about the class: causes, and what to do."""
        known = next(cls for cls in type(self).__mro__ if cls.__module__ == __name__)
        return f"docs/reference/errors.md#{known.__name__.lower()}"

    def __str__(self) -> str:
        hint = f" Hint: {self.hint}" if self.hint else ""
        return f"<{type(self).__name__}: (code={self.code}, message={self.message})>{hint}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.args, self.__dict__.copy()))


def _rebuild(cls: type[MilvusException], args: tuple[Any, ...], state: dict[str, Any]) -> MilvusException:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class PyMilvusDeprecationWarning(FutureWarning):
    """What PyMilvus warns with. vectorm removes nothing and never issues it: programs that filter it run on."""


class ConnectError(MilvusException):
    """No server answered at the address."""


class TlsError(ConnectError):
    """The TLS handshake failed: certificate, host name, or one side speaks plain text."""


class EmbeddedEngineError(ConnectError):
    """Milvus Lite could not be started or opened."""


class AuthenticationError(MilvusException):
    """The server refused the user, the password or the token."""


class PermissionDenied(MilvusException):
    """The user is known but lacks the privilege."""


class DeadlineExceeded(MilvusException):
    """The timeout of the whole call, retries included, is over.

    Attributes:
        sent: False when the time was over before the request was sent.
    """

    sent: bool = True


class MilvusUnavailableException(MilvusException):
    """The connection broke or the server is not ready."""


class OutcomeUnknown(MilvusException):
    """A write was sent and its answer was lost: it may or may not be stored."""


class ServerError(MilvusException):
    """The server refused the request, or failed.

    Attributes:
        in_doubt: True when the call ended without the server's own answer: it may have been executed.
    """

    in_doubt: bool = False


class DescribeCollectionException(ServerError):
    """The server does not describe the collection."""


class CollectionNotExistException(DescribeCollectionException):
    """There is no collection of that name."""


class CollectionNotLoaded(ServerError):
    """The collection must be loaded before it is searched or queried."""


class PartitionNotExistException(ServerError):
    """There is no partition of that name."""


class IndexNotExistException(ServerError):
    """There is no such index."""


class AliasNotExistException(ServerError):
    """There is no collection alias of that name."""


class DatabaseNotExistException(ServerError):
    """There is no database of that name."""


class AlreadyExists(ServerError):
    """An object of that name exists with another definition."""


class PartitionAlreadyExistException(AlreadyExists):
    """There is a partition of that name."""


class RateLimited(ServerError):
    """The server's rate limit or quota refused the request; nothing was executed."""


class MessageTooLarge(ServerError):
    """A request is over the server's message limit (64 MB on Milvus)."""


class SchemaMismatchRetryableException(ServerError):
    """The collection's schema changed since it was last described."""


class ProtocolError(ServerError):
    """The reply cannot be read: what answered is broken, or something between changed the bytes."""

    in_doubt: bool = True


class ServerVersionIncompatibleException(MilvusException):
    """The server is too old, or too new, for this."""


class Unsupported(ServerVersionIncompatibleException):
    """The connected engine cannot do this; nothing was sent."""


class ParamError(MilvusException):
    """An argument is wrong; nothing was sent."""


class DataNotMatchException(ParamError):
    """A value does not fit its field; nothing was sent.

    Attributes:
        collection: Model or collection name ("" when not known yet).
        field: Field name.
        row: Index of the row in the call, from 0; None for a problem of the whole column.
        reason: What is wrong with the value.
    """

    def __init__(
        self, reason: str, *, field: str = "", row: int | None = None, collection: str = "", hint: str = ""
    ) -> None:
        where = f"field {collection}.{field}" if collection and field else f"field {field}" if field else collection
        place = [where] if where else []
        place += [f"row {row}"] if row is not None else []
        message = f"{', '.join(place)}: {reason}" if place else reason
        super().__init__(ErrorCode.UNEXPECTED_ERROR, message, hint=hint)
        self.reason = reason
        self.field = field
        self.row = row
        self.collection = collection

    def within(self, collection: str, first_row: int = 0) -> "DataNotMatchException":
        """The same error, told with its collection and with rows counted from `first_row`."""
        row = None if self.row is None else self.row + first_row
        return type(self)(self.reason, field=self.field, row=row, collection=collection, hint=self.hint)


class SchemaNotReadyException(ParamError):
    """A model or a schema is declared wrongly."""


class PrimaryKeyException(SchemaNotReadyException):
    """The primary key of a schema: none, several, or of a wrong type."""


class PartitionKeyException(SchemaNotReadyException):
    """The partition key of a schema: none of that name, several, or of a wrong type."""


class ClusteringKeyException(SchemaNotReadyException):
    """The clustering key of a schema: none of that name, several, or of a wrong type."""


class AutoIDException(SchemaNotReadyException):
    """`auto_id` is no bool."""


class FieldsTypeException(SchemaNotReadyException):
    """The fields of a schema are no list."""


class FieldTypeException(SchemaNotReadyException):
    """One of the fields of a schema is no field."""


class FunctionsTypeException(SchemaNotReadyException):
    """The functions of a schema are no list."""


class DataTypeNotSupportException(SchemaNotReadyException):
    """There is no such data type, or the data is of a kind that is not taken."""


class CannotInferSchemaException(SchemaNotReadyException):
    """A DataFrame does not tell the types of its fields."""


class AmbiguousIndexName(ParamError):
    """The collection has several indexes: say which."""


class InvalidConsistencyLevel(ParamError):
    """There is no such consistency level."""


class DataTypeNotMatchException(ParamError):
    """A filter that is no text."""


class FilterError(ParamError):
    """A filter expression cannot be written, or the server could not parse it."""


class ConnectionNotExistException(MilvusException):
    """There is no connection of that alias."""


class ConnectionConfigException(MilvusException):
    """A connection or an environment is configured wrongly."""


class NoResultFound(MilvusException):
    """One row must be there, and none is."""


class MultipleResultsFound(MilvusException):
    """At most one row may be there, and several are."""


class SessionError(MilvusException):
    """A Session is used in a way it cannot be."""


class OutboxError(SessionError):
    """The outbox of a session cannot be opened, written to or sent; the message names its file."""


class OutboxLocked(OutboxError):
    """Another process has the outbox open."""


class BatchState(Enum):
    """What became of a write request."""

    APPLIED = "applied"
    REFUSED = "refused"
    """The server answered that it did not do it."""
    UNKNOWN = "unknown"
    """It was sent and the answer was lost: done or not, nobody knows."""
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class FlushBatch:
    """One write request of a flush.

    Attributes:
        kind: "insert", "upsert" or "delete".
        objects: The objects it is for.
        cause: Why it was not applied; None where another batch kept it from being sent.
    """

    state: BatchState
    kind: str
    objects: Sequence[object]
    cause: MilvusException | None = None


class FlushError(SessionError):
    """A flush did not finish. What was refused or not sent stays pending in the session.

    Attributes:
        done: Objects that are stored.
        failed: Objects that the server or a check refused, each with its reason.
        unknown: Objects that were sent and whose answer was lost: `session.resolve(...)` says what to do about them.
        batches: What became of each write request; empty for bulk inserts.
    """

    def __init__(
        self,
        message: str,
        *,
        done: Sequence[object] = (),
        failed: Sequence[tuple[object, MilvusException]] = (),
        unknown: Sequence[object] = (),
        batches: Sequence[FlushBatch] = (),
    ) -> None:
        hint = 'session.resolve("verify") looks whether they are stored, "upsert" sends them again, "forget" lets go'
        super().__init__(ErrorCode.UNEXPECTED_ERROR, message, hint=hint if unknown else "")
        self.done = list(done)
        self.failed = list(failed)
        self.unknown = list(unknown)
        self.batches = list(batches)
