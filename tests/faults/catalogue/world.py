"""What a case has at hand: the way to use the client, a proxy, the engine itself, and ways to judge."""

import contextlib
import random
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tests.faults.catalogue.case import Bad, Verdict
from tests.faults.catalogue.clients import Library
from tests.faults.catalogue.ways import Row
from tests.faults.proxy import Proxy
from vectorm import DataType, MilvusClient

R = TypeVar("R")

CANARY = "c4nary-Hunter2"
TOKEN = f"root:{CANARY}"
PATIENCE = 1.0
"""Seconds that a call may outlast its timeout: half for the promise, half for a busy machine."""


class World:
    """Made for one run of one case.

    Attributes:
        library: The client under test.
        way: How it is used; open it with `connect()`.
        proxy: Between client and engine.
        truth: Speaks to the engine itself: what is really stored.
        engine: "lite" or "milvus".
        folder: An empty folder.
        random: Seeded.
    """

    def __init__(self, library: Library, way: str, *, engine: str, target: str, folder: Path, seed: int) -> None:
        self.library = library
        self.lib = library.module
        self.engine = engine
        self.target = target
        self.folder = folder
        self.random = random.Random(seed)
        self.collection = f"case_{uuid.uuid4().hex[:12]}"
        self.proxy = Proxy(target).start()
        self.truth = MilvusClient(uri=target if target.startswith("unix:") else f"http://{target}", token=TOKEN)
        self.way_name = way
        self.way: Any  # a case may reach through it into the client

    @property
    def uri(self) -> str:
        """Where the client should connect to."""
        return f"http://127.0.0.1:{self.proxy.port}"

    def connect(
        self,
        *,
        auto_id: bool = False,
        filled: int = 0,
        consistency: str = "Strong",
        connected: bool = True,
        **address: Any,
    ) -> Any:
        """Create a loaded collection and open the client's connection through the proxy.

        Args:
            auto_id: Whether the server makes the keys.
            filled: Number of rows that are stored already: id, number from 0.
            consistency: Level of the collection.
            connected: Whether to make a call, so that the connection stands and the schema is known.
            address: More keywords for the client.
        """
        self.create(auto_id=auto_id, consistency=consistency)
        if filled:
            self.truth.insert(self.collection, self.rows(filled, auto_id=auto_id))
        self.open(auto_id=auto_id, **address)
        if connected:
            self.way.query("number < 0")
        return self.way

    def open(self, *, auto_id: bool = False, **address: Any) -> Any:
        """Open the client's connection, through the proxy unless `uri` or `host` says otherwise."""
        self.way = self.library.way(self.way_name, self.collection, auto_id=auto_id)
        self.way.open(**{**({} if "host" in address else {"uri": self.uri}), "token": TOKEN, **address})
        return self.way

    def create(self, *, auto_id: bool = False, consistency: str = "Strong") -> None:
        """The collection: id, number, text, vector of 4 dimensions."""
        schema = self.truth.create_schema(auto_id=auto_id, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True, auto_id=auto_id)
        schema.add_field("number", DataType.INT64)
        schema.add_field("text", DataType.VARCHAR, max_length=60_000)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=4)
        index = self.truth.prepare_index_params()
        index.add_index("vector", index_type="FLAT", metric_type="L2")
        self.truth.create_collection(
            self.collection, schema=schema, index_params=index, consistency_level=consistency, timeout=60
        )

    def rows(self, count: int, *, start: int = 0, auto_id: bool = False) -> list[Row]:
        """Rows with the numbers from `start`; the id is the number, unless the server makes it."""
        made: list[Row] = []
        for number in range(start, start + count):
            row: Row = {"number": number, "text": f"text {number}", "vector": [number % 7 / 7, 0.25, 0.5, 1.0]}
            made.append(row if auto_id else {"id": number, **row})
        return made

    def stored(self) -> list[int]:
        """The numbers of all rows, sorted: a number stands there as often as it is stored."""
        found = self.truth.query_iterator(
            self.collection, filter="number >= 0", output_fields=["number"], consistency_level="Strong", timeout=60
        )
        numbers: list[int] = []
        while page := found.next():
            numbers += [row["number"] for row in page]
        return sorted(numbers)

    def count(self) -> int:
        """How many rows the engine counts: reads of Milvus hide a second row of the same key."""
        rows = self.truth.query(
            self.collection, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=60
        )
        return int(rows[0]["count(*)"])

    def check_stored(self, acknowledged: Iterable[int], unknown: Iterable[int] = ()) -> None:
        """Every acknowledged number is stored once, nothing else but what is unknown, nothing twice."""
        said, maybe, stored = set(acknowledged), set(unknown), self.stored()
        doubled = max(len(stored), self.count()) - len(set(stored))
        require(not doubled, Verdict.LOSS, f"{doubled} rows are stored twice or more")
        lost, foreign = said - set(stored), set(stored) - said - maybe
        require(not lost, Verdict.LOSS, f"{len(lost)} acknowledged rows are not stored")
        require(not foreign, Verdict.LOSS, f"{len(foreign)} rows are stored that the client called failed")

    def attempt(self, call: Callable[[], object], *, timeout: float = 30) -> Exception | None:
        """Call; the error, or None. It must be one of the library's, and come in time."""
        started, waited = time.monotonic(), waited_for_processor()
        try:
            call()
        except Exception as error:  # noqa: BLE001  # judged
            self._in_time(started, waited, timeout)
            print(*traceback.format_exception(error), repr(error), vars(error), file=sys.stderr)  # searched for secrets
            self.must_be_ours(error)
            return error
        self._in_time(started, waited, timeout)
        return None

    def must_fail(
        self, call: Callable[[], object], *, says: Sequence[str] = (), kind: str = "", timeout: float = 30
    ) -> Exception:
        """Call what has to fail, with an error that says why.

        Args:
            call: What to call.
            says: Words of the message, any case; alternatives parted by `|`.
            kind: Name of vectorm's class for the cause, in its own tree.
            timeout: Longest time in seconds.
        """
        error = self.attempt(call, timeout=timeout)
        if error is None:
            raise Bad(Verdict.FAIL, "no error")
        self.explains(error, says, kind)
        return error

    def explains(self, error: Exception, says: Sequence[str], kind: str = "") -> None:
        """The error names the cause."""
        text = str(error).lower()
        for words in says:
            found = any(word.lower() in text for word in words.split("|"))
            require(found, Verdict.OBSCURE, f"the error does not say {words!r}: {shortened(error)}")
        if kind and self.library.is_ours:
            kinds = {each.__name__ for each in type(error).__mro__}
            require(kind in kinds, Verdict.OBSCURE, f"{type(error).__name__} instead of {kind}: {shortened(error)}")

    def must_be_ours(self, error: Exception) -> None:
        """The error is of the library's own tree."""
        root = self.lib.MilvusException
        require(isinstance(error, root), Verdict.OBSCURE, f"raised a bare {type(error).__name__}: {shortened(error)}")

    def _in_time(self, started: float, waited: float, timeout: float) -> None:
        took = time.monotonic() - started - (waited_for_processor() - waited)
        require(took <= timeout + PATIENCE, Verdict.HANG, f"took {took:.1f} s, the timeout is {timeout:g} s")

    def close(self) -> None:
        """Drop what the case made."""
        self.proxy.close()
        if self.truth.has_collection(self.collection):
            self.truth.drop_collection(self.collection)
        self.truth.close()


def waited_for_processor() -> float:
    """Seconds that the threads of this process were ready to run while others ran: not the client's to answer for."""
    nanoseconds = 0
    for path in Path("/proc/self/task").glob("*/schedstat"):
        with contextlib.suppress(OSError):  # a thread that ended meanwhile
            nanoseconds += int(path.read_text().split()[1])
    return nanoseconds / 1e9


def require(holds: bool, verdict: Verdict, text: str) -> None:
    """End the case with a verdict unless something holds."""
    if not holds:
        raise Bad(verdict, text)


def shortened(error: Exception) -> str:
    """An error on one line."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def wait_until(holds: Callable[[], bool], *, seconds: float = 10, what: str = "") -> None:
    """Poll; a case whose condition never comes true has failed."""
    end = time.monotonic() + seconds
    while not holds():
        require(time.monotonic() < end, Verdict.FAIL, f"not within {seconds:g} s: {what}")
        time.sleep(0.02)
