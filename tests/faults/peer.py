"""A gRPC server that answers as a test wants, to test what the transport makes of it. It is no imitation of Milvus."""

import importlib
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from vectorm.ops.step import Op, Resend, Rpc, call

Answer = Callable[[str, bytes, Any], bytes]
StreamAnswer = Callable[[bytes, Any], Iterator[bytes]]


def echo(_method: str, request: bytes, _context: Any) -> bytes:
    return request


def slow(seconds: float) -> Answer:
    """An answer after some seconds, or at once when the client has gone."""

    def answer(_method: str, request: bytes, context: Any) -> bytes:
        gone = threading.Event()
        context.add_callback(gone.set)
        gone.wait(seconds)
        return request

    return answer


@dataclass
class Peer:
    """The server.

    Attributes:
        stream: What `DumpMessages` answers with.
        calls: Method, request and metadata of every call.
        cancelled: Set when a client gave up a call.
        most_at_once: The largest number of calls that were under way at the same time.
    """

    answer: Answer = echo
    stream: StreamAnswer | None = None
    calls: list[tuple[str, bytes, dict[str, str]]] = field(default_factory=list[tuple[str, bytes, dict[str, str]]])
    cancelled: threading.Event = field(default_factory=threading.Event)
    most_at_once: int = 0
    _running: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: Any = None

    def start(self, port: int = 0, credentials: Any = None, options: Any = ()) -> int:
        """Listen on a port of 127.0.0.1; gives the port."""
        grpc: Any = importlib.import_module("grpc")
        self._server = grpc.server(ThreadPoolExecutor(16), options=options)
        self._server.add_generic_rpc_handlers((_handler(grpc, self),))
        address = f"127.0.0.1:{port}"
        bound = (
            self._server.add_insecure_port(address)
            if credentials is None
            else self._server.add_secure_port(address, credentials)
        )
        self._server.start()
        return int(bound)

    def stop(self) -> None:
        """End now."""
        self._server.stop(0).wait()

    def stop_after_first_call(self) -> None:
        """End as soon as a call has arrived."""
        self.wait_for_calls(1)
        self.stop()

    def serve(self, method: str, request: bytes, context: Any) -> bytes:
        with self._lock:
            self.calls.append((method, request, dict(context.invocation_metadata())))
            self._running += 1
            self.most_at_once = max(self.most_at_once, self._running)
        context.add_callback(lambda: None if context.code() else self.cancelled.set())
        try:
            return self.answer(method, request, context)
        finally:
            with self._lock:
                self._running -= 1

    def serve_stream(self, method: str, request: bytes, context: Any) -> Iterator[bytes]:
        self.calls.append((method, request, dict(context.invocation_metadata())))
        context.add_callback(lambda: None if context.code() else self.cancelled.set())
        assert self.stream is not None
        yield from self.stream(request, context)

    def wait_for_calls(self, count: int) -> None:
        end = time.monotonic() + 10
        while len(self.calls) < count:
            assert time.monotonic() < end, f"{len(self.calls)} calls instead of {count}"
            time.sleep(0.01)


def _handler(grpc: Any, peer: Peer) -> Any:
    class Handler(grpc.GenericRpcHandler):  # type: ignore[misc]
        def service(self, details: Any) -> Any:
            method = details.method.rpartition("/")[2]

            def serve(request: bytes, context: Any) -> bytes:
                return peer.serve(method, request, context)

            def stream(request: bytes, context: Any) -> Iterator[bytes]:
                return peer.serve_stream(method, request, context)

            if method == "DumpMessages":
                return grpc.unary_stream_rpc_method_handler(stream)
            return grpc.unary_unary_rpc_method_handler(serve)

    return Handler()


def ask(text: str, method: str = "GetVersion", resend: Resend = Resend.ALWAYS) -> Op[str]:
    """One call without retry; the peer's answer."""
    return (yield from call(Rpc(method, text.encode(), bytes.decode, resend)))
