"""The unit of work: sessions over connections, and the collections of models.

Imports `query`, `model`, `connection` and what lies below; never `client`.
"""

from typing import TYPE_CHECKING

from vectorm.lazy import lazy_names

if TYPE_CHECKING:
    from vectorm.session import async_schema, schema
    from vectorm.session.async_session import AsyncSession, async_sessionmaker
    from vectorm.session.bulk import BulkReport
    from vectorm.session.events import listen, listens_for
    from vectorm.session.explain import Explanation
    from vectorm.session.inspection import NOT_KEPT, FieldChange, Inspection, inspect
    from vectorm.session.report import CommitReport
    from vectorm.session.resolve import Resolution
    from vectorm.session.scoped import scoped_session
    from vectorm.session.session import Session, sessionmaker
    from vectorm.session.unit import ObjectState
else:
    __getattr__ = lazy_names(
        __name__,
        {
            "vectorm.session.async_session": "AsyncSession async_sessionmaker",
            "vectorm.session.bulk": "BulkReport",
            "vectorm.session.events": "listen listens_for",
            "vectorm.session.explain": "Explanation",
            "vectorm.session.inspection": "NOT_KEPT FieldChange Inspection inspect",
            "vectorm.session.report": "CommitReport",
            "vectorm.session.resolve": "Resolution",
            "vectorm.session.scoped": "scoped_session",
            "vectorm.session.session": "Session sessionmaker",
            "vectorm.session.unit": "ObjectState",
        },
        modules="bulk events explain flush hit_pages merge pages plan reads rehearse report resolve scope state unit",
        public="async_schema schema",
    )

__all__ = [
    "NOT_KEPT",
    "AsyncSession",
    "BulkReport",
    "CommitReport",
    "Explanation",
    "FieldChange",
    "Inspection",
    "ObjectState",
    "Resolution",
    "Session",
    "async_schema",
    "async_sessionmaker",
    "inspect",
    "listen",
    "listens_for",
    "schema",
    "scoped_session",
    "sessionmaker",
]


def __dir__() -> list[str]:
    return __all__
