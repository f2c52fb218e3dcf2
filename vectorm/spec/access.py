"""Users, roles and what they may do."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user, with the names of its roles where they were asked for."""

    name: str
    roles: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role, with the names of its users where they were asked for."""

    name: str
    users: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A privilege that a role has on an object.

    Attributes:
        role: Name of the role.
        object_type: `Global`, `Collection` or `User` ("" in a request: any).
        object_name: Name of the object; `*` is all of that type.
        privilege: Such as `Search` or `CreateCollection`.
        database: Name of the database ("" is that of the connection).
        grantor: The user who granted it.
    """

    role: str
    object_type: str = ""
    object_name: str = ""
    privilege: str = ""
    database: str = ""
    grantor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionGrant:
    """A privilege or privilege group that a role has on a collection: the second form of grants (Milvus 2.5).

    Attributes:
        collection: Name of the collection; `*` is all of the database.
        database: Name of the database; `*` is all, "" is that of the connection.
    """

    role: str
    privilege: str
    collection: str
    database: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivilegeGroup:
    """Privileges under one name."""

    name: str
    privileges: tuple[str, ...] = ()
