"""Aliases of collections."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """What an alias stands for. Servers before Milvus 2.4 do not tell the database."""

    collection: str
    database: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aliases:
    """Names of aliases, of a collection where one was asked for."""

    names: tuple[str, ...]
    collection: str = ""
    database: str = ""
