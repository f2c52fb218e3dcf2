"""An HTTP server on loopback that keeps what it is sent: REST interface, S3 bucket and Azure container in one.

It knows one bucket, `bucket`, and one container, `container`. What is put there stands in `objects`.
"""

import json
import ssl
import threading
import xml.etree.ElementTree as ET
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

BUCKETS = {"bucket", "container"}
_DATE = "Wed, 01 May 2024 10:00:00 GMT"
_CONTAINERS = (
    b"<EnumerationResults><Containers><Container><Name>container</Name><Properties/></Container></Containers>"
    b"<NextMarker/></EnumerationResults>"
)
_S3 = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass
class Server:
    """A running server.

    Attributes:
        answers: REST path to the JSON that it answers, or to an HTTP status.
        failures: How many of the next uploads fail with status 503.
    """

    port: int = 0
    scheme: str = "http"
    requests: list[Request] = field(default_factory=list[Request])
    objects: dict[str, bytes] = field(default_factory=dict[str, bytes])
    answers: dict[str, Any] = field(default_factory=dict[str, Any])
    failures: int = 0
    parts: dict[str, dict[int, bytes]] = field(default_factory=dict[str, dict[int, bytes]])
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}"

    def answer(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        with self.lock:
            self.requests.append(request)
            if request.path in self.answers:
                found = self.answers[request.path]
                return (found, {}, b"") if isinstance(found, int) else (200, {}, json.dumps(found).encode())
            bucket, _, key = request.path.lstrip("/").partition("/")
            if bucket == "account":  # Azure has the account before the container
                bucket, _, key = key.partition("/")
            if key:
                return self._object(request, f"{bucket}/{key}")
            return self._bucket(request, bucket)

    def _bucket(self, request: Request, bucket: str) -> tuple[int, dict[str, str], bytes]:
        if "location" in request.query:
            return 200, {}, f"<LocationConstraint {_S3}></LocationConstraint>".encode()
        if request.query.get("list-type") == "2":
            return 200, {}, self._listing(bucket, request.query.get("prefix", ""))
        if request.query.get("comp") == "list":
            return 200, {}, _CONTAINERS
        if bucket in BUCKETS:
            return 200, {"Last-Modified": _DATE, "ETag": '"0"'}, b""
        return 404, {"x-ms-error-code": "ContainerNotFound"}, b""

    def _listing(self, bucket: str, prefix: str) -> bytes:
        root = ET.Element("ListBucketResult")
        ET.SubElement(root, "Name").text = bucket
        ET.SubElement(root, "IsTruncated").text = "false"
        for path, body in sorted(self.objects.items()):
            found, _, key = path.partition("/")
            if found == bucket and key.startswith(prefix):
                item = ET.SubElement(root, "Contents")
                values = {"Key": key, "Size": str(len(body)), "LastModified": "2024-05-01T10:00:00.000Z", "ETag": '"0"'}
                for name, value in values.items():
                    ET.SubElement(item, name).text = value
        return ET.tostring(root)

    def _object(self, request: Request, path: str) -> tuple[int, dict[str, str], bytes]:
        stored = {"ETag": f'"{md5(request.body).hexdigest()}"', "Last-Modified": _DATE}
        if request.method == "PUT" and self.failures:
            self.failures -= 1
            return 503, {}, b"<Error><Code>SlowDown</Code></Error>"
        if request.method == "PUT" and "partNumber" in request.query:
            self.parts.setdefault(path, {})[int(request.query["partNumber"])] = request.body
            return 200, stored, b""
        if request.method == "PUT":
            self.objects[path] = request.body
            return (201 if "x-ms-version" in request.headers else 200), stored, b""
        if request.method == "POST" and "uploads" in request.query:
            text = f"<InitiateMultipartUploadResult {_S3}><UploadId>u</UploadId></InitiateMultipartUploadResult>"
            return 200, {}, text.encode()
        if request.method == "POST":
            parts = self.parts.pop(path)
            self.objects[path] = b"".join(parts[number] for number in sorted(parts))
            text = f"<CompleteMultipartUploadResult {_S3}><ETag>e</ETag></CompleteMultipartUploadResult>"
            return 200, {}, text.encode()
        if path in self.objects:
            return 200, {**stored, "Content-Length": str(len(self.objects[path]))}, b""
        return 404, {"x-ms-error-code": "BlobNotFound"}, b"<Error><Code>NoSuchKey</Code></Error>"


@contextmanager
def serving(certificate: Path | None = None, key: Path | None = None) -> Generator[Server]:
    """Run a server, with TLS if it has a certificate."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            status, extra, text = state.answer(Request(self.command, unquote(parts.path), query, headers, body))
            kind = "application/xml" if text.startswith(b"<") else "application/json"
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), "Content-Type": kind, **extra}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                with suppress(ConnectionError):  # the client gave up
                    self.wfile.write(text)

        do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = handle_any

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its name in the standard library
            """Silence."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        state.scheme = "https"
    state.port = int(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
