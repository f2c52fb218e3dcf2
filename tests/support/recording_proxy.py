"""A gRPC proxy in front of a real engine that notes the name of every method that is called.

It passes raw bytes and metadata both ways and knows no message: what the engine answers is what the client gets.
"""

import importlib
import os
import queue
import threading
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from enum import Enum, auto
from types import TracebackType
from typing import Any

from typing_extensions import Self

from vectorm.transport.embedded import join

grpc: Any = importlib.import_module("grpc")  # its handlers have no types of their own
UNLIMITED = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]


class Fault(Enum):
    """What can happen to a call."""

    REFUSED = auto()
    """The engine never sees it."""
    LOST = auto()
    """The engine does it, the client hears that the connection broke, and may send it again."""
    BROKEN = auto()
    """The engine does it, the client hears of an internal error."""


class RecordingProxy:
    """Listens on a loopback port while it is open.

    Attributes:
        methods: Names of the methods called, in order; `clear()` it before what is to be seen.
        requests: The requests of these calls.
        held: Names of methods whose calls are kept, unanswered, until the client gives them up.
        kept: Names of the calls that are kept, as they come.
        given_up: Names of the calls that were kept and that the client ended.
        faults: What happens to the next call of a method.
        most_at_once: Most calls that were under way together.
    """

    def __init__(self, target: str) -> None:
        self.methods: list[str] = []
        self.held: set[str] = set()
        self.kept: queue.Queue[str] = queue.Queue()
        self.given_up: queue.Queue[str] = queue.Queue()
        self.requests: list[bytes] = []
        self.faults: dict[str, Fault] = {}
        self.most_at_once = 0
        self._under_way = 0
        self._lock = threading.Lock()
        self._channel = grpc.insecure_channel(target, options=UNLIMITED)
        self._server = grpc.server(ThreadPoolExecutor(8), options=UNLIMITED)
        self._server.add_generic_rpc_handlers((_Handler(self),))
        self._port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    @property
    def uri(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def forward(self, method: str, request: bytes, context: Any) -> bytes:
        name = method.rpartition("/")[2]
        self.methods.append(name)
        if name in self.held:
            self._keep(name, context)
        self.requests.append(request)
        fault = self.faults.pop(name, None)
        if fault is Fault.REFUSED:
            context.abort(grpc.StatusCode.PERMISSION_DENIED, "refused by the test")
        metadata = [(key, value) for key, value in context.invocation_metadata() if not key.startswith(("grpc-", ":"))]
        metadata = [(key, value) for key, value in metadata if key != "user-agent"]
        # No serializers: bytes go in and come out.
        call = self._channel.unary_unary(method, None, None)
        self._count(1)
        try:
            reply = bytes(call(request, metadata=metadata, timeout=60))
        except grpc.RpcError as failure:
            return bytes(context.abort(failure.code(), failure.details()))
        finally:
            self._count(-1)
        if fault is not None:
            code = grpc.StatusCode.UNAVAILABLE if fault is Fault.LOST else grpc.StatusCode.INTERNAL
            context.abort(code, "answer taken away by the test")
        return reply

    def _count(self, change: int) -> None:
        with self._lock:
            self._under_way += change
            self.most_at_once = max(self.most_at_once, self._under_way)

    def _keep(self, name: str, context: Any) -> None:
        ended = threading.Event()
        context.add_callback(ended.set)
        self.kept.put(name)
        if ended.wait(60):
            self.given_up.put(name)
        context.abort(grpc.StatusCode.CANCELLED, "given up")

    def close(self) -> None:
        self._server.stop(0).wait()
        self._channel.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


@contextmanager
def recorded(uri: str) -> Generator[RecordingProxy]:
    """A proxy in front of an engine: an address, or a path where Milvus Lite runs."""
    with ExitStack() as stack:
        target = uri.removeprefix("http://")
        if target == uri:
            target = stack.enter_context(closing(join(os.path.realpath(uri), 20))).target
        yield stack.enter_context(RecordingProxy(target))


class _Handler:
    def __init__(self, proxy: RecordingProxy) -> None:
        self._proxy = proxy

    def service(self, handler_call_details: Any) -> Any:
        method = str(handler_call_details.method)

        def forward(request: bytes, context: Any) -> bytes:
            return self._proxy.forward(method, request, context)

        return grpc.unary_unary_rpc_method_handler(forward)
