"""TLS, and every way to get it wrong: a TLS front stands before the engine."""

import socket
import ssl
import threading
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.catalogue.case import CORE, Verdict, case
from tests.faults.catalogue.cases_connect import listen
from tests.faults.catalogue.world import World, require
from tests.faults.proxy import dial
from tests.support.certificates import Certificates, make_certificates

over_tls = partial(case, "tls", ways=CORE, engines=["lite"])


def pki_of(world: World) -> Certificates:
    """Certificates of this run."""
    folder = Path(world.folder, "pki")
    folder.mkdir()
    return make_certificates(folder)


def front(world: World, pki: Certificates, *, mutual: bool = False) -> str:
    """Speak TLS and pass the plain bytes to the engine; the address `host:port`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.path("server.pem"), pki.path("server.key"))
    context.set_alpn_protocols(["h2"])
    if mutual:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(pki.path("ca.pem"))

    def serve(plain: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(plain, server_side=True) as client, dial(world.target) as engine:
            threading.Thread(target=pump, args=(engine, client), daemon=True).start()
            pump(client, engine)

    return listen(serve).removeprefix("http://")


def pump(source: socket.socket, sink: socket.socket) -> None:
    """Copy bytes until an end closes."""
    with suppress(OSError, ValueError):
        while data := source.recv(65536):
            sink.sendall(data)


def fails(world: World, address: dict[str, Any], *says: str) -> None:
    """Connecting ends with an error about TLS."""
    world.must_fail(
        lambda: world.open(timeout=4, **address),
        says=["tls|ssl|certificate|handshake", *says],
        kind="TlsError",
        timeout=5,
    )


def port_of(address: str) -> int:
    return int(address.rpartition(":")[2])


@over_tls()
def trusted_authority(world: World) -> None:
    """The server's certificate is signed by the CA that the client was given."""
    pki = pki_of(world)
    address = front(world, pki)
    way = world.connect(
        filled=2,
        uri=f"https://localhost:{port_of(address)}",
        server_pem_path=pki.path("ca.pem"),
        secure=True,
        server_name="localhost",
    )
    require(len(way.query("number >= 0")) == 2, Verdict.LOSS, "rows are missing")


@over_tls()
def mutual_tls(world: World) -> None:
    """Both sides show certificates."""
    pki = pki_of(world)
    address = front(world, pki, mutual=True)
    way = world.connect(
        filled=2,
        uri=f"https://localhost:{port_of(address)}",
        secure=True,
        server_name="localhost",
        ca_pem_path=pki.path("ca.pem"),
        client_pem_path=pki.path("client.pem"),
        client_key_path=pki.path("client.key"),
    )
    require(len(way.query("number >= 0")) == 2, Verdict.LOSS, "rows are missing")


@over_tls()
def wrong_authority(world: World) -> None:
    """The certificate is signed by another CA."""
    pki = pki_of(world)
    uri = f"https://{front(world, pki)}"
    fails(
        world,
        {"uri": uri, "server_pem_path": pki.path("stranger.pem"), "secure": True, "server_name": "localhost"},
        "certificate|verif|trust",
    )


@over_tls()
def authority_unknown_to_the_system(world: World) -> None:
    """No CA was given, and the system does not know the one that signed."""
    fails(world, {"uri": f"https://{front(world, pki_of(world))}", "secure": True}, "certificate|verif|trust")


@over_tls()
def wrong_host_name(world: World) -> None:
    """The certificate is for another host."""
    pki = pki_of(world)
    uri = f"https://{front(world, pki)}"
    address: dict[str, Any] = {
        "uri": uri,
        "server_pem_path": pki.path("ca.pem"),
        "secure": True,
        "server_name": "elsewhere.example",
    }
    fails(world, address, "name|host")


@over_tls()
def plain_text_to_tls(world: World) -> None:
    """The URI says http, the server speaks TLS."""
    fails(world, {"uri": f"http://{front(world, pki_of(world))}"}, "https|secure|plain|tls")


@over_tls()
def tls_to_plain_text(world: World) -> None:
    """The URI says https, the server speaks plain text."""
    pki = pki_of(world)
    uri = f"https://127.0.0.1:{world.proxy.port}"
    fails(world, {"uri": uri, "server_pem_path": pki.path("ca.pem"), "secure": True}, "plain|http|version|tls")


@over_tls()
def no_client_certificate(world: World) -> None:
    """The server asks for a certificate, the client has none."""
    pki = pki_of(world)
    uri = f"https://localhost:{port_of(front(world, pki, mutual=True))}"
    fails(
        world,
        {"uri": uri, "server_pem_path": pki.path("ca.pem"), "secure": True, "server_name": "localhost"},
        "client|certificate",
    )


@over_tls()
def missing_certificate_file(world: World) -> None:
    """The path of the CA does not exist: the error names it."""
    uri, path = f"https://{front(world, pki_of(world))}", "/no/such/ca.pem"
    address: dict[str, Any] = {"uri": uri, "server_pem_path": path, "secure": True, "server_name": "localhost"}
    world.must_fail(lambda: world.open(timeout=4, **address), says=[path], timeout=5)


@over_tls()
def file_that_holds_no_certificate(world: World) -> None:
    """The file of the CA holds something else: the error names it."""
    pki = pki_of(world)
    uri = f"https://{front(world, pki)}"
    address: dict[str, Any] = {
        "uri": uri,
        "server_pem_path": pki.path("garbage.pem"),
        "secure": True,
        "server_name": "localhost",
    }
    world.must_fail(lambda: world.open(timeout=4, **address), says=["garbage.pem|certificate|tls|pem"], timeout=5)
