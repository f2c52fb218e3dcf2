"""Echo: each request that is sent as one line of the log, with the time that it took.

The logger is `vectorm.echo`. A connection that is opened with `echo=True` writes to it at level INFO. Requests about
rows are told by what they say; of all others, such as those about users, only the method. No line holds a vector, a
row, a password or a token; filters are told with their values.
"""

import logging
import sys
import time
from dataclasses import replace
from typing import Any, TypeVar

from vectorm.errors import MilvusException
from vectorm.ops.step import Gather, Op, Rpc
from vectorm.spec.outline import Outline
from vectorm.wire import outline

R = TypeVar("R")

LOGGER = logging.getLogger("vectorm.echo")

_LONGEST = 200
"""Most characters of a filter."""


def start_echo() -> None:
    """Let the lines be seen: on stdout, unless the application has set up its log."""
    if LOGGER.level == logging.NOTSET:
        LOGGER.setLevel(logging.INFO)
    if not LOGGER.hasHandlers():
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(message)s"))
        LOGGER.addHandler(handler)


def echoed(op: Op[R]) -> Op[R]:
    """An operation whose requests are told to the log."""
    reply: Any = None
    error: MilvusException | None = None
    try:
        while True:
            step = op.send(reply) if error is None else op.throw(error)
            reply, error = None, None
            begun = time.monotonic()
            if isinstance(step, Gather):
                step = replace(step, operations=[echoed(each) for each in step.operations])
            try:
                reply = yield step
            except MilvusException as failure:
                error = failure
            if isinstance(step, Rpc):
                _tell(step, time.monotonic() - begun, error)
    except StopIteration as stop:
        result: R = stop.value
        return result
    finally:
        error = None
        op.close()


def _tell(rpc: Rpc[Any], seconds: float, error: MilvusException | None) -> None:
    if LOGGER.isEnabledFor(logging.INFO):
        told = outline.outline(rpc.method, rpc.request, rpc.collection)
        end = f" failed: {type(error).__name__}" if error is not None else ""
        LOGGER.info("%s %.1f ms%s", line_of(told), seconds * 1_000, end)


def line_of(told: Outline) -> str:
    """A request in one line: `Search docs field=near filter='(year > 2020)' limit=3 fields=id,title 251 B`."""
    named = {
        "field": told.field,
        "rows": told.rows,
        "partial": told.is_partial or None,
        "filter": repr(_short(told.filter)) if told.filter else "",
        "arms": len(told.arms),
        **told.params,
        "ranker": told.ranker,
        "partitions": ",".join(told.partitions),
        "fields": ",".join(told.fields),
        "level": told.level.name.capitalize() if told.level is not None else "",
    }
    facts = [f"{name}={value}" for name, value in named.items() if value not in {"", None, 0}]
    return " ".join([told.method, *filter(None, [told.collection]), *facts, f"{told.size:,} B"])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
