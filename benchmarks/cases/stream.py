"""Stream rows as objects, 2,000 a page. The null server answers every page with the same rows."""

from collections.abc import Callable

from benchmarks import data
from benchmarks.model import Case, Line, Options, Replies, Variant, Work

PAGE = 2_000
OUTPUT = ["id", "name", "year", "meta", "vec"]
FEW, MANY = 10_000, 1_000_000


def replies(options: Options) -> Replies:
    from benchmarks.replies import common_replies, query_reply

    return {**common_replies(options), "Query": query_reply(PAGE, OUTPUT, options)}


def stream(count: int) -> Callable[[str, Options], Work]:
    def prepare(address: str, options: Options) -> Work:
        from vectorm import Session, connections, select

        connections.connect(uri=f"http://{address}")
        row = data.model(options.dim)
        statement = select(row).only(row.name, row.year, row.meta, row.vec).limit(count)

        def work() -> None:
            with Session() as session:
                read = sum(1 for _ in session.stream(statement, page_size=PAGE))
            assert read == count, read

        return work

    return prepare


def title(count: int) -> str:
    return f"stream {count:,} objects"


CASE = Case(
    most_rounds=1,
    name="stream",
    summary="stream objects of dimension {dim}, 2,000 a page",
    replies=replies,
    dims=(128,),
    variants=(
        Variant("vectorm", title(FEW), stream(FEW), fresh=True, warm=False),
        Variant("vectorm", title(MANY), stream(MANY), fresh=True, warm=False),
    ),
    lines=(
        Line(
            "stream 1,000,000 objects: memory over that of 10,000",
            f"vectorm: {title(MANY)}",
            f"vectorm: {title(FEW)}",
            goals={128: 50},
            measure="extra memory",
        ),
    ),
    per=("object", lambda _options: MANY),
)
