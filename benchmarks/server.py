"""The null server: a gRPC server that answers every request with ready-made bytes and reads none of it.

    python -m benchmarks.server CASE ROWS BATCH DIM

It runs in a process of its own, so its CPU time and memory are not the client's. It prints its port and ends when its
standard input closes.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

from benchmarks.cases import load
from benchmarks.data import SERVICE
from benchmarks.model import Options, Replies

grpc: Any = import_module("grpc")  # its stubs want serializers, and here bytes go in and out


class NullHandler:
    """Raw bytes in, canned bytes out."""

    def __init__(self, replies: Replies) -> None:
        self._handlers = {SERVICE + method: self._answer(reply) for method, reply in replies.items()}

    @staticmethod
    def _answer(reply: bytes) -> Any:
        return grpc.unary_unary_rpc_method_handler(lambda _request, _context: reply)

    def service(self, handler_call_details: Any) -> Any:
        return self._handlers.get(handler_call_details.method)


def main(case: str, rows: str, batch: str, dim: str) -> None:
    replies = load(case).replies(Options(int(rows), int(batch), int(dim)))
    limits = [("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)]
    server = grpc.server(ThreadPoolExecutor(8), options=limits)
    server.add_generic_rpc_handlers((NullHandler(replies),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    sys.stdin.read()
    server.stop(0).wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
