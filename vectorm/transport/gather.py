"""`Gather` on one thread: several operations take turns, each while its own call or pause is under way."""

import heapq
import time
from collections import deque
from queue import Empty, SimpleQueue
from typing import Any

from vectorm.errors import MilvusException
from vectorm.ops.step import Gather, Op, Rpc, Sleep, Step, Work
from vectorm.transport.calls import Driver, Metadata, Pending
from vectorm.transport.deadline import Deadline


class Gathering:
    """Runs the operations of one `Gather`, at most `limit` at a time.

    An operation that ends with a `MilvusException` leaves it as its result; any other exception ends them all.
    """

    def __init__(self, driver: Driver, step: Gather, deadline: Deadline, metadata: Metadata) -> None:
        self._driver = driver
        self._deadline = deadline
        self._metadata = metadata
        self._operations: list[Op[Any]] = list(step.operations)
        self._limit = max(step.limit, 1)
        self._results: list[Any] = [None] * len(self._operations)
        self._calls: dict[int, tuple[Rpc[Any], Pending]] = {}
        self._pauses: list[tuple[float, int]] = []
        self._ended: SimpleQueue[int] = SimpleQueue()

    def run(self) -> list[Any]:
        """The results and errors, in the order of the operations."""
        waiting = deque(range(len(self._operations)))
        try:
            while waiting or self._calls or self._pauses:
                while waiting and len(self._calls) + len(self._pauses) < self._limit:
                    self._resume(waiting.popleft())
                self._next_event()
        finally:
            for _, call in self._calls.values():
                call.cancel()
            for op in self._operations:
                op.close()
        return self._results

    def _next_event(self) -> None:
        """Wait for the first call or pause to end, and go on with its operation."""
        if not self._calls and not self._pauses:
            return
        pause = max(self._pauses[0][0] - time.monotonic(), 0.0) if self._pauses else None
        try:
            index = self._ended.get(timeout=pause)
        except Empty:
            self._resume(heapq.heappop(self._pauses)[1])
            return
        rpc, call = self._calls.pop(index)
        try:
            reply = self._driver.finish(call, rpc, self._deadline)
        except MilvusException as error:
            self._resume(index, error=error)
        else:
            self._resume(index, reply)

    def _resume(self, index: int, reply: Any = None, error: MilvusException | None = None) -> None:
        """Advance one operation until it waits for something or ends."""
        op = self._operations[index]
        try:
            while True:
                step = op.send(reply) if error is None else op.throw(error)
                reply, error = None, None
                try:
                    if self._begin(index, step):
                        return
                    if isinstance(step, Gather):
                        reply = Gathering(self._driver, step, self._deadline, self._metadata).run()
                    elif isinstance(step, Work):
                        reply = step.run()
                except MilvusException as failure:
                    error = failure
        except StopIteration as stop:
            self._results[index] = stop.value
        except MilvusException as failure:
            self._results[index] = failure
        finally:
            error = None

    def _begin(self, index: int, step: Step) -> bool:
        """Start what the operation has to wait for; False for what is run at once."""
        if isinstance(step, Rpc):
            call = self._driver.start(step, self._deadline, self._metadata)
            self._calls[index] = (step, call)
            call.add_done_callback(lambda _: self._ended.put(index))
            return True
        if isinstance(step, Sleep):
            self._deadline.check(step.seconds)
            heapq.heappush(self._pauses, (time.monotonic() + step.seconds, index))
            return True
        return False
