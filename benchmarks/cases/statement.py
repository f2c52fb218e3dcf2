"""Write a select with five conditions and render it for an engine."""

from benchmarks import data
from benchmarks.model import Case, Line, Options, Variant, Work

TIMES = 2_000
BUILT = "select with 5 conditions and a limit, rendered"


def build(_address: str, _options: Options) -> Work:
    from vectorm import select
    from vectorm.spec.capabilities import capabilities_of

    row, milvus = data.model(8), capabilities_of("v2.6.0", "STANDALONE")

    def work() -> None:
        for number in range(TIMES):
            select(row).where(
                row.year >= 2000, row.year < 2010, row.name == "a name", row.score > 0.5, row.id != number
            ).limit(10).compile(milvus)

    return work


CASE = Case(
    name="statement",
    summary="2,000 statements",
    dims=(0,),
    variants=(Variant("vectorm", BUILT, build),),
    lines=(Line(BUILT, f"vectorm: {BUILT}", goals={0: 25}, measure="time of one"),),
    per=("statement", lambda _options: TIMES),
)
