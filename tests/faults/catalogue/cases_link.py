"""The link between client and server breaks while calls are under way."""

import threading
import time
from collections.abc import Callable
from functools import partial

from tests.faults.catalogue.case import Bad, Verdict, case
from tests.faults.catalogue.world import World, require
from tests.faults.proxy import Fault

LOST = (Fault.SWALLOW_REPLIES, Fault.RESET_ON_REPLY, Fault.CUT_REPLY)


def lose_reply_of(world: World, write: Callable[[], None], fault: Fault) -> Exception | None:
    """Write while replies get lost; the error, if the client did not get it through."""
    world.proxy.fault = fault
    error = world.attempt(write, timeout=3)
    world.proxy.fault = Fault.NONE
    return error


def insert_with(world: World, fault: Fault, *, auto_id: bool) -> None:
    """Insert ten rows, lose the reply: they are acknowledged, or said to be unknown, and never there twice."""
    way = world.connect(auto_id=auto_id)
    way.insert(world.rows(1, start=100, auto_id=auto_id), timeout=10)  # the schema is known from now on
    rows = world.rows(10, auto_id=auto_id)
    error = lose_reply_of(world, lambda: way.insert(rows, timeout=3), fault)
    numbers = range(10)
    world.check_stored([100] if error else [*numbers, 100], numbers)
    if error is not None:
        world.explains(error, ["unknown|lost|may or may not|deadline|not answer"])


@case("link")
def insert_reply_swallowed(world: World) -> None:
    """An insert of own keys is stored, its reply never arrives."""
    insert_with(world, Fault.SWALLOW_REPLIES, auto_id=False)


@case("link")
def insert_reply_reset(world: World) -> None:
    """An insert of own keys is stored, its reply ends in a TCP reset."""
    insert_with(world, Fault.RESET_ON_REPLY, auto_id=False)


@case("link")
def insert_reply_cut(world: World) -> None:
    """An insert of own keys is stored, half of its reply arrives."""
    insert_with(world, Fault.CUT_REPLY, auto_id=False)


@case("link")
def auto_id_insert_reply_swallowed(world: World) -> None:
    """An insert of server-made keys is stored, its reply never arrives."""
    insert_with(world, Fault.SWALLOW_REPLIES, auto_id=True)


@case("link")
def auto_id_insert_reply_reset(world: World) -> None:
    """An insert of server-made keys is stored, its reply ends in a TCP reset."""
    insert_with(world, Fault.RESET_ON_REPLY, auto_id=True)


@case("link")
def auto_id_insert_reply_cut(world: World) -> None:
    """An insert of server-made keys is stored, half of its reply arrives."""
    insert_with(world, Fault.CUT_REPLY, auto_id=True)


@case("link")
def upsert_reply_reset(world: World) -> None:
    """An upsert is stored, its reply ends in a TCP reset: sent again, stored once."""
    way = world.connect(filled=5)
    way.upsert(world.rows(1), timeout=10)
    error = lose_reply_of(world, lambda: way.upsert(world.rows(10), timeout=5), Fault.RESET_ON_REPLY)
    require(error is None, Verdict.FAIL, f"an upsert can be sent again: {error}")
    world.check_stored(range(10))


@case("link")
def delete_reply_reset(world: World) -> None:
    """A delete by key is done, its reply ends in a TCP reset: sent again."""
    way = world.connect(filled=11)
    way.delete([10], timeout=10)
    error = lose_reply_of(world, lambda: way.delete([1, 2, 3], timeout=5), Fault.RESET_ON_REPLY)
    require(error is None, Verdict.FAIL, f"a delete by key can be sent again: {error}")
    world.check_stored([0, 4, 5, 6, 7, 8, 9])


@case("link")
def delete_by_filter_reply_reset(world: World) -> None:
    """A delete by filter is done, its reply is lost: never sent again blindly, never called failed."""
    way = world.connect(filled=10)
    error = lose_reply_of(world, lambda: way.delete_where("number >= 5", timeout=5), Fault.RESET_ON_REPLY)
    if error is not None:
        world.explains(error, ["unknown|lost|may or may not"])
    world.check_stored(range(5), range(5, 10))


@case("link")
def query_reply_reset(world: World) -> None:
    """The reply to a query ends in a TCP reset, twice: asked again."""
    way = world.connect(filled=10)
    world.proxy.fault, world.proxy.times = Fault.RESET_ON_REPLY, 2
    found = way.query("number >= 0", timeout=10)
    require(len(found) == 10, Verdict.LOSS, f"{len(found)} rows instead of 10")


@case("link")
def query_reply_cut(world: World) -> None:
    """Half of the reply to a query arrives: asked again, never half a result."""
    way = world.connect(filled=2_000)
    world.proxy.fault = Fault.CUT_REPLY
    found = way.query("number >= 0", timeout=10)
    require(len(found) == 2_000, Verdict.LOSS, f"{len(found)} rows instead of 2,000")


@case("link")
def search_reply_reset(world: World) -> None:
    """The reply to a search ends in a TCP reset: asked again."""
    way = world.connect(filled=100)
    world.proxy.fault = Fault.RESET_ON_REPLY
    found = way.search([0.1, 0.2, 0.3, 0.4], timeout=10)
    require(len(found) == 10, Verdict.LOSS, f"{len(found)} hits instead of 10")


@case("link")
def query_black_hole(world: World) -> None:
    """The link goes silent: a call with a timeout ends with it."""
    way = world.connect(filled=1)
    world.proxy.fault = Fault.SWALLOW_ALL
    world.must_fail(lambda: way.query("number >= 0", timeout=2), says=["deadline|timeout|timed out"], timeout=2)


@case("link", seconds=50)
def query_black_hole_without_timeout(world: World) -> None:
    """The link goes silent and no timeout was given: the call ends after 30 s."""
    way = world.connect(filled=1)
    world.proxy.fault = Fault.SWALLOW_ALL
    world.must_fail(lambda: way.query("number >= 0"), says=["deadline|timeout|timed out"], timeout=30)


@case("link", seconds=50)
def query_swallowed_without_timeout(world: World) -> None:
    """Replies are swallowed and no timeout was given: the call ends after 30 s."""
    way = world.connect(filled=1)
    world.proxy.fault = Fault.SWALLOW_REPLIES
    world.must_fail(lambda: way.query("number >= 0"), says=["deadline|timeout|timed out"], timeout=30)


@case("link")
def link_cut_while_idle(world: World) -> None:
    """The connection is reset while nothing happens: the next calls work."""
    way = world.connect(filled=3)
    world.proxy.cut()
    time.sleep(0.3)
    require(len(way.query("number >= 0", timeout=10)) == 3, Verdict.LOSS, "rows are missing")
    way.insert(world.rows(3, start=10), timeout=10)
    world.check_stored([0, 1, 2, 10, 11, 12])


@case("link")
def port_closed_for_a_second(world: World) -> None:
    """The port is closed for a second: nothing was sent, so even an insert is tried again."""
    way = world.connect()
    world.proxy.refuse()
    threading.Timer(1, world.proxy.start).start()
    way.insert(world.rows(10), timeout=10)
    world.check_stored(range(10))


@case("link")
def port_closed_for_good(world: World) -> None:
    """The port closes: a call fails within its timeout and names the address."""
    way = world.connect(filled=1)
    world.proxy.refuse()
    address = f"127.0.0.1:{world.proxy.port}"
    world.must_fail(lambda: way.query("number >= 0", timeout=2), says=[address], kind="ConnectError", timeout=2)


@case("link", seconds=60)
def inserts_over_a_flapping_link(world: World) -> None:
    """The link is reset every 30 ms under 40 inserts: acknowledged <= stored <= acknowledged or unknown."""
    write_while_flapping(world, auto_id=False)


@case("link", seconds=60)
def auto_id_inserts_over_a_flapping_link(world: World) -> None:
    """The same with keys that the server makes."""
    write_while_flapping(world, auto_id=True)


def write_while_flapping(world: World, *, auto_id: bool) -> None:
    way = world.connect(auto_id=auto_id)
    stop = threading.Event()

    def flap() -> None:
        while not stop.wait(0.02 + 0.02 * world.random.random()):
            world.proxy.cut()

    flapping = threading.Thread(target=flap)
    flapping.start()
    acknowledged: list[int] = []
    unknown: list[int] = []
    try:
        for batch in range(40):
            rows = world.rows(5, start=batch * 5, auto_id=auto_id)
            numbers = [row["number"] for row in rows]
            error = world.attempt(partial(way.insert, rows, timeout=10), timeout=10)
            (unknown if error else acknowledged).extend(numbers)
    finally:
        stop.set()
        flapping.join()
    world.check_stored(acknowledged, unknown)
    if not acknowledged:
        raise Bad(Verdict.FAIL, "nothing was acknowledged")
