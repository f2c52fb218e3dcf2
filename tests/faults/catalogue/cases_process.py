"""Fork, threads, Ctrl-C, the end of the interpreter, and what an import does."""

import signal
import sys
import threading
import time
from functools import partial

from tests.faults.catalogue.case import Verdict, case
from tests.faults.catalogue.programs import finish, says, start
from tests.faults.catalogue.world import World, require
from tests.faults.proxy import Fault

alone = partial(case, "process", ways=(), engines=["lite"])
COUNT = "len(c.query(collection, filter='number >= 0', output_fields=['number']))"


def filled(world: World, count: int = 3) -> None:
    """A collection with rows, reached through the proxy."""
    world.create()
    world.truth.insert(world.collection, world.rows(count))


@alone()
def a_forked_child_reads(world: World) -> None:
    """A client is used, the process forks, the child uses the same client."""
    filled(world)
    program = f"""
c = client(); {COUNT}
pid = os.fork()
if pid == 0:
    signal.alarm(15)
    os._exit(0 if {COUNT} == 3 else 1)
status = os.waitpid(pid, 0)[1]
print(status, {COUNT})
"""
    says(world, program, "0 3", seconds=40, quiet=False)


@alone()
def four_forked_workers(world: World) -> None:
    """A web server's way: load the application with a client, fork four workers, each uses it."""
    filled(world)
    program = f"""
c = client(); {COUNT}
pids = []
for _ in range(4):
    pid = os.fork()
    if pid == 0:
        signal.alarm(20)
        os._exit(0 if all({COUNT} == 3 for _ in range(10)) else 1)
    pids.append(pid)
print([os.waitpid(pid, 0)[1] for pid in pids])
"""
    says(world, program, "[0, 0, 0, 0]", seconds=50, quiet=False)


@alone()
def pool_of_forked_processes(world: World) -> None:
    """`multiprocessing` with fork: eight tasks in two processes use the parent's client."""
    filled(world)
    program = f"""
import multiprocessing
c = client(); {COUNT}
def work(_):
    return {COUNT}
with multiprocessing.get_context("fork").Pool(2) as pool:
    print(pool.map_async(work, range(8)).get(20))
"""
    says(world, program, str([3] * 8), seconds=50, quiet=False)


@alone()
def spawned_process(world: World) -> None:
    """`multiprocessing` with spawn: a function of the standard library's pool opens a client of its own."""
    filled(world)
    program = """
import multiprocessing
pool = multiprocessing.get_context("spawn").Pool(1)
c = client()
print(pool.apply_async(len, ([1, 2, 3],)).get(20), len(c.query(collection, filter="number >= 0", output_fields=["id"])))
pool.terminate()
"""
    says(world, f"if __name__ == '__main__':\n{indented(program)}", "3 3", seconds=50)


@alone()
def sixteen_threads_share_a_client(world: World) -> None:
    """Sixteen threads query and insert with one client: every row is there."""
    filled(world, 0)
    program = """
c = client()
def work(part):
    for batch in range(10):
        first = part * 100 + batch * 10
        rows = [dict(id=n, number=n, text="t", vector=[0.5] * 4) for n in range(first, first + 10)]
        c.insert(collection, rows)
        c.query(collection, filter="number == 1")
threads = [threading.Thread(target=work, args=(part,)) for part in range(16)]
[t.start() for t in threads]; [t.join() for t in threads]
print("done")
"""
    says(world, program, "done", seconds=60)
    world.check_stored(range(1_600))


@alone()
def ctrl_c_in_a_call(world: World) -> None:
    """Ctrl-C while a call waits on a silent link: KeyboardInterrupt within a second."""
    interrupted(world, "c.query(collection, filter='number >= 0', timeout=20)")


@alone()
def ctrl_c_in_an_insert(world: World) -> None:
    """Ctrl-C while an insert waits on a silent link: KeyboardInterrupt within a second."""
    interrupted(world, "c.insert(collection, [dict(id=9, number=9, text='t', vector=[0.5] * 4)], timeout=20)")


def interrupted(world: World, call: str) -> None:
    filled(world)
    program = f"""
c = client(); {COUNT}
print("ready", flush=True); time.sleep(0.5)
try:
    {call}
    print("no interrupt")
except KeyboardInterrupt:
    print("interrupted")
except BaseException as error:
    print(type(error).__name__)
sys.stdout.flush(); os._exit(0)
"""
    process = start(world, program)
    assert process.stdout is not None
    process.stdout.readline()
    world.proxy.fault = Fault.SWALLOW_ALL
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    ended = finish(process, 10)
    require("interrupted" in ended.stdout, Verdict.FAIL, f"printed {ended.stdout!r}")
    require(ended.seconds < 2, Verdict.HANG, f"took {ended.seconds:.1f} s")


@alone()
def exit_with_an_open_client(world: World) -> None:
    """The program ends with an open client: at once, with code 0 and an empty standard error."""
    filled(world)
    ended = says(world, f"c = client(); print({COUNT})", "3")
    require(ended.seconds < 10, Verdict.HANG, f"took {ended.seconds:.1f} s")


@alone()
def exit_while_a_thread_waits(world: World) -> None:
    """The program ends while a daemon thread waits for an answer: it ends, and is quiet."""
    filled(world)
    program = f"""
c = client(); {COUNT}
def forever():
    while True:
        try: c.query(collection, filter="number >= 0")
        except Exception: return
threading.Thread(target=forever, daemon=True).start()
time.sleep(0.3)
print("over")
"""
    says(world, program, "over")


@alone()
def exit_with_an_error(world: World) -> None:
    """An exception ends the program: one traceback, code 1, no hang."""
    filled(world)
    ended = finish(start(world, f"c = client(); {COUNT}\nraise SystemExit('sorry')"))
    require(
        ended.code == 1 and ended.stderr.strip() == "sorry", Verdict.OBSCURE, f"{ended.code} {ended.stderr[-200:]!r}"
    )


@alone()
def failed_call_is_quiet(world: World) -> None:
    """A failed call raises once: no warning, no log line, nothing on standard error."""
    filled(world)
    program = """
c = client()
try:
    c.query("no_such_collection", filter="id >= 0")
except lib.MilvusException:
    print("raised")
"""
    says(world, program, "raised")


@alone()
def import_has_no_effects(world: World) -> None:
    """The import starts no thread, opens no socket, sets no logging handler, and warns of nothing."""
    program = """
import logging, os
files = ["/proc/self/fd/" + name for name in os.listdir("/proc/self/fd")]
sockets = [file for file in files if os.path.exists(file) and "socket" in os.readlink(file)]
print(threading.active_count(), sockets, logging.getLogger().handlers)
"""
    says(world, program, "1 [] []")


@alone()
def lives_beside_the_other(world: World) -> None:
    """vectorm and PyMilvus are imported in one process, in both orders, and both work."""
    filled(world)
    other = "pymilvus" if world.library.is_ours else "vectorm"
    program = f"""
import {other} as other
c = client(); b = other.MilvusClient(uri=uri, token=token)
print({COUNT}, len(b.query(collection, filter="id >= 0", limit=10)))
"""
    says(world, program, "3 3")


@alone()
def signal_handlers_are_left_alone(world: World) -> None:
    """The import and a client leave the application's signal handlers in place."""
    filled(world)
    program = f"""
mine = lambda *_: None
signal.signal(signal.SIGTERM, mine); signal.signal(signal.SIGUSR1, mine)
c = client(); {COUNT}
print(signal.getsignal(signal.SIGTERM) is mine, signal.getsignal(signal.SIGUSR1) is mine)
"""
    says(world, program, "True True")


@case("process", ways=["client"], engines=["lite"], seconds=60)
def clients_leave_no_threads(world: World) -> None:
    """Forty clients are opened and closed: the number of threads stays."""
    world.connect(filled=1)

    def use() -> None:
        other = world.library.way("client", world.collection, auto_id=False)
        other.open(uri=world.uri)
        other.query("number >= 0")
        other.close()

    for _ in range(10):
        use()
    before = threading.active_count()
    for _ in range(40):
        use()
    time.sleep(1)
    more = threading.active_count() - before
    pumps = 2  # of the proxy, which end a moment later
    require(more <= pumps, Verdict.LEAK, f"{more} threads more on {sys.platform}")


def indented(program: str) -> str:
    return "\n".join(f"    {line}" for line in program.strip().splitlines())
