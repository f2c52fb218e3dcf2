"""TLS of Milvus itself: each case has a server with certificates of its own."""

from functools import partial
from typing import Any

from tests.faults.catalogue.case import CORE, Verdict, case
from tests.faults.catalogue.cases_tls import fails, pki_of
from tests.faults.catalogue.own_milvus import own_milvus
from tests.faults.catalogue.world import World, require

of_milvus = partial(case, "tls", ways=CORE, engines=["milvus"], seconds=120)


def with_tls(world: World, *, mutual: bool) -> None:
    """The client is let in with the right files, and with wrong ones refused by an error about TLS."""
    pki = pki_of(world)
    settings = {"tls_mode": "2" if mutual else "1"}
    settings |= {"server_pem_path": pki.path("server.pem"), "server_key_path": pki.path("server.key")}
    settings |= {"ca_pem_path": pki.path("ca.pem")}
    named: dict[str, Any] = {"secure": True, "server_name": "localhost"}
    shown: dict[str, Any] = {"client_pem_path": pki.path("client.pem"), "client_key_path": pki.path("client.key")}
    shown["ca_pem_path"] = pki.path("ca.pem")
    with own_milvus(world, settings, uri="https://localhost:{port}", **named, **shown):
        named["uri"] = f"https://localhost:{world.proxy.port}"
        wrong = pki.path("ca.pem" if mutual else "stranger.pem")
        fails(world, {**named, "server_pem_path": wrong}, "client|certificate|trust")
        right: dict[str, Any] = shown if mutual else {"server_pem_path": pki.path("ca.pem")}
        way = world.connect(filled=2, **named, **right)
        require(len(way.query("number >= 0")) == 2, Verdict.LOSS, "rows are missing")


@of_milvus()
def milvus_with_tls(world: World) -> None:
    """Milvus with a certificate: trusted by its CA, and by no other."""
    with_tls(world, mutual=False)


@of_milvus()
def milvus_with_mutual_tls(world: World) -> None:
    """Milvus that asks for a certificate: the right one is let in, none is refused."""
    with_tls(world, mutual=True)
