"""Credentials and privileges, on a Milvus with authorization; limits of its rates."""

from contextlib import closing
from functools import partial
from typing import Any

from tests.faults.catalogue.case import CORE, EVERY_WAY, Verdict, case
from tests.faults.catalogue.world import CANARY, TOKEN, World, require, wait_until
from vectorm import MilvusClient
from vectorm.errors import PermissionDenied

secured = partial(case, "auth", engines=["secured"])
opening = partial(case, "auth", ways=CORE, engines=["secured"])
WRONG = "wrong-pa55word"


def refused(world: World, **credentials: Any) -> None:
    """Using the server fails with an error about credentials, in time."""

    def use() -> None:
        world.open(timeout=5, **credentials)
        world.way.query("number >= 0", timeout=5)

    says = ["auth|credential|password|user|token"]
    error = world.must_fail(use, says=says, kind="AuthenticationError", timeout=10)
    require(WRONG not in f"{error}{error!r}", Verdict.LEAK, "the error holds the password")


def may_read(world: World, token: str) -> bool:
    """Whether a user may read the collection: Milvus 2.3 takes its time after a grant."""
    with closing(MilvusClient(uri=f"http://{world.target}", token=token)) as client:
        try:
            client.query(world.collection, "number >= 0")
        except PermissionDenied:
            return False
        return True


@opening()
def right_token(world: World) -> None:
    """User and password in a token."""
    require(len(world.connect(filled=1, token=TOKEN).query("number >= 0")) == 1, Verdict.LOSS, "no row")


@opening()
def right_user_and_password(world: World) -> None:
    """User and password apart."""
    way = world.connect(filled=1, token="", user="root", password=CANARY)
    require(len(way.query("number >= 0")) == 1, Verdict.LOSS, "no row")


@opening()
def wrong_password(world: World) -> None:
    """The password is wrong."""
    refused(world, token=f"root:{WRONG}")


@opening()
def unknown_user(world: World) -> None:
    """There is no such user."""
    refused(world, token=f"nobody:{WRONG}")


@opening()
def no_credentials(world: World) -> None:
    """No credentials were given."""
    refused(world, token="")


@opening()
def token_that_is_none(world: World) -> None:
    """The token is no `user:password`."""
    refused(world, token=WRONG)


@secured(ways=EVERY_WAY)
def user_without_a_privilege(world: World) -> None:
    """The user exists and may not read: the error says so."""
    user = world.collection
    world.truth.create_user(user, f"Aa1-{WRONG}")
    try:
        world.create()
        world.open(token=f"{user}:Aa1-{WRONG}")
        says = ["permission|privilege|not allowed|denied|permit"]
        world.must_fail(
            lambda: world.way.query("number >= 0", timeout=5), says=says, kind="PermissionDenied", timeout=5
        )
    finally:
        world.truth.drop_user(user)


@secured(ways=CORE)
def password_changed_meanwhile(world: World) -> None:
    """The password of a connected user is changed: the next calls say so."""
    user = world.collection

    def read() -> None:
        world.way.query("number >= 0", timeout=5)

    world.truth.create_user(user, f"Aa1-{WRONG}")
    try:
        world.create()
        world.truth.create_role(f"{user}r")
        world.truth.grant_role(user, "admin")
        world.open(token=f"{user}:Aa1-{WRONG}")
        wait_until(partial(may_read, world, f"{user}:Aa1-{WRONG}"), what="the granted role counts")
        read()
        world.truth.update_password(user, f"Aa1-{WRONG}", "Bb2-changed-it")
        says = ["auth|credential|password|user|token"]
        world.must_fail(read, says=says, kind="AuthenticationError", timeout=5)
    finally:
        world.truth.drop_user(user)
        world.truth.drop_role(f"{user}r")


@secured(ways=["client", "collection"])
def password_out_of_sight(world: World) -> None:
    """Password and token stand in no text that an object of the client gives."""
    world.connect(filled=1)
    shown = [
        world.way,
        world.lib.connections,
        getattr(world.way, "client", None),
        world.lib.connections.list_connections(),
    ]
    if world.way_name == "collection":
        shown += [world.lib.connections.get_connection_addr("catalogue"), world.way.opened]
    texts = "".join(f"{each!r}{each}" for each in shown)
    require(CANARY not in texts, Verdict.LEAK, "an object shows the password")


@secured(ways=CORE, seconds=60)
def limited_rate_of_flushes(world: World) -> None:
    """The server allows one flush in ten seconds: the second waits, or says what limits it."""
    way = world.connect(filled=10)
    flush = {
        "client": lambda: way.client.flush(world.collection, timeout=25),
        "async": lambda: way.run(way.client.flush(world.collection, timeout=25)),
        "collection": lambda: way.opened.flush(timeout=25),
    }[world.way_name]
    for _ in range(2):
        error = world.attempt(flush, timeout=25)
        if error is not None:
            world.explains(error, ["rate|limit"], "RateLimited")
    world.check_stored(range(10))
