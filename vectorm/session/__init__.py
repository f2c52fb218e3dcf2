"""The unit of work: sessions over connections, and the collections of models.

Imports `query`, `model`, `connection` and what lies below; never `client`.
"""

from vectorm.session import async_schema, schema
from vectorm.session.async_session import AsyncSession
from vectorm.session.explain import Explanation
from vectorm.session.report import CommitReport
from vectorm.session.session import Session
from vectorm.session.unit import ObjectState

__all__ = ["AsyncSession", "CommitReport", "Explanation", "ObjectState", "Session", "async_schema", "schema"]
