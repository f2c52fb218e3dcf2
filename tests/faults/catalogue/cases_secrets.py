"""A password is never printed. Beside these cases every run of the catalogue is searched for it, logs at DEBUG too."""

import base64
import logging
import pickle
import traceback
from typing import Any

from tests.faults.catalogue.case import CORE, Verdict, case
from tests.faults.catalogue.cases_connect import free_port
from tests.faults.catalogue.world import CANARY, TOKEN, World, require

HIDDEN = [CANARY, base64.b64encode(TOKEN.encode()).decode(), base64.b64encode(CANARY.encode()).decode()]


def check(text: str, what: str) -> None:
    require(not any(secret in text for secret in HIDDEN), Verdict.LEAK, f"{what} holds the password")


def failure(world: World, **address: Any) -> Exception:
    """The error of a failed connect."""
    uri = f"http://127.0.0.1:{free_port()}"
    address = {"uri": uri, "timeout": 0.5, **address}
    error = world.attempt(lambda: world.open(**address), timeout=3)
    require(error is not None, Verdict.FAIL, "no error")
    assert error is not None
    return error


@case("secrets", ways=CORE, engines=["lite"])
def password_in_an_error(world: World) -> None:
    """A failed connect: text, repr, arguments and traceback of the error."""
    error = failure(world)
    check(f"{error}{error!r}{error.args}{vars(error)}", "the error")
    check("".join(traceback.format_exception(error)), "the traceback")


@case("secrets", ways=CORE, engines=["lite"])
def password_in_a_pickled_error(world: World) -> None:
    """A failed connect: the error can be pickled, and holds no password."""
    error = failure(world)
    try:
        data = pickle.dumps(error)
        back = pickle.loads(data)  # made a line above
    except Exception as broken:  # noqa: BLE001  # counted as failed
        require(False, Verdict.FAIL, f"the error cannot be pickled: {broken!r}")
        return
    require(str(back) == str(error), Verdict.FAIL, "the error comes back as another")
    check(data.decode("latin-1"), "the pickled error")


@case("secrets", ways=CORE, engines=["lite"])
def password_in_the_uri(world: World) -> None:
    """The password stands in the URI: the error shows the address without it."""
    error = failure(world, uri=f"http://root:{CANARY}@127.0.0.1:{free_port()}", token="")
    check(f"{error}{error!r}", "the error")


@case("secrets", ways=["client", "collection"], engines=["lite"])
def password_in_a_repr(world: World) -> None:
    """Objects of a connected client show no password."""
    world.connect(filled=1)
    lib: Any = world.lib
    shown = [lib.connections, lib.connections.list_connections(), getattr(world.way, "client", None)]
    check("".join(f"{each!r}{each}" for each in shown), "an object")


@case("secrets", ways=CORE, engines=["lite"])
def password_in_the_logs(world: World) -> None:
    """At DEBUG, connecting, writing, reading and failing log no password."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(f"{record.getMessage()}{record.__dict__}")

    logging.getLogger().addHandler(Keep())
    logging.getLogger().setLevel(logging.DEBUG)
    way = world.connect(filled=1)
    way.insert(world.rows(1, start=5), timeout=5)
    world.attempt(lambda: way.query("nonsense >>>", timeout=5))
    world.proxy.refuse()
    world.attempt(lambda: way.query("number >= 0", timeout=1), timeout=2)
    check("".join(lines), "a log record")
