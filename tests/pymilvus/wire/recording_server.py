"""A gRPC server that keeps every request as it came and answers with ready-made bytes."""

import importlib
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

grpc: Any = importlib.import_module("grpc")  # its handlers have no types of their own


@dataclass(frozen=True, slots=True)
class Call:
    """A request: name of the method, the message, and the headers of the client."""

    method: str
    request: bytes
    headers: dict[str, str]


class RecordingServer:
    """Listens on a loopback port while it is open.

    Args:
        answer: The reply to a method and its request.
        streamed: Methods that answer with a stream; it holds one reply.
    """

    def __init__(self, answer: Callable[[str, bytes], bytes], streamed: Collection[str] = ()) -> None:
        self._answer = answer
        self._streamed = streamed
        self._calls: list[Call] = []
        self._server = grpc.server(ThreadPoolExecutor(8), options=[("grpc.so_reuseport", 0)])
        self._server.add_generic_rpc_handlers((self,))
        self._port = self._server.add_insecure_port("127.0.0.1:0")
        self._server.start()

    @property
    def uri(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    def take(self) -> list[Call]:
        """The requests since the last time."""
        taken, self._calls = self._calls, []
        return taken

    def close(self) -> None:
        """Stop."""
        self._server.stop(0).wait()

    def service(self, handler_call_details: Any) -> Any:
        """The handler of a method, as gRPC asks for it."""
        method = str(handler_call_details.method).rpartition("/")[2]

        def unary(request: bytes, context: Any) -> bytes:
            headers = {str(key): str(value) for key, value in context.invocation_metadata()}
            self._calls.append(Call(method, request, headers))
            return self._answer(method, request)

        def stream(request: bytes, context: Any) -> Iterator[bytes]:
            yield unary(request, context)

        if method in self._streamed:
            return grpc.unary_stream_rpc_method_handler(stream)
        return grpc.unary_unary_rpc_method_handler(unary)
