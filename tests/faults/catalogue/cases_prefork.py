"""Servers that load the application once and fork their workers: gunicorn, the pool of celery."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

from tests.faults.catalogue.case import Bad, Verdict, case
from tests.faults.catalogue.cases_connect import free_port
from tests.faults.catalogue.programs import says
from tests.faults.catalogue.world import TOKEN, World, require, wait_until

BY_CLIENT = """
client = lib.MilvusClient(uri=os.environ["CASE_URI"], token=os.environ["CASE_TOKEN"])
def count():
    return len(client.query(name, filter="number >= 0", output_fields=["number"], timeout=10))
"""
BY_SESSION = """
lib.connections.connect("default", uri=os.environ["CASE_URI"], token=os.environ["CASE_TOKEN"])
class Row(lib.Model, collection=name):
    id: lib.Mapped[int] = lib.field(primary_key=True)
    number: lib.Mapped[int] = lib.field()
    text: lib.Mapped[str] = lib.field(max_length=60_000)
    vector: lib.Mapped[lib.FloatVector] = lib.vector(dim=4)
def count():
    with lib.Session(timeout=10) as session:
        return session.count(lib.select(Row))
"""
APPLICATION = """
import os
import {module} as lib
name = os.environ["CASE_COLLECTION"]
{use}
count()  # the connection stands before the workers are forked

def application(environ, start_response):
    text = f"{{os.getpid()}} {{count()}}".encode()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(text)))])
    return [text]
"""


@case("process", ways=["client", "session"], engines=["lite"], seconds=60)
def prefork_web_server(world: World) -> None:
    """gunicorn loads the application and its client, forks three workers: each answers, and the server ends quietly."""
    world.create()
    world.truth.insert(world.collection, world.rows(3))
    use = BY_SESSION if world.way_name == "session" else BY_CLIENT
    (world.folder / "served.py").write_text(APPLICATION.format(module=world.lib.__name__, use=use))
    port = free_port()
    environment = {**os.environ, "CASE_URI": world.uri, "CASE_TOKEN": TOKEN, "CASE_COLLECTION": world.collection}
    options = ["--preload", "--workers", "3", "--bind", f"127.0.0.1:{port}", "--chdir", str(world.folder)]
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *options, "served:application"], env=environment)
    try:
        answers = ask_all_workers(server, f"http://127.0.0.1:{port}/")
        wrong = [answer for answer in answers if answer[1] != "3"]
        require(not wrong, Verdict.FAIL, f"{len(wrong)} of {len(answers)} answers are wrong, such as {wrong[:1]}")
        server.send_signal(signal.SIGTERM)
        require(server.wait(15) == 0, Verdict.FAIL, f"the server ended with code {server.returncode}")
    except subprocess.TimeoutExpired:
        raise Bad(Verdict.HANG, "the server did not end within 15 s") from None
    finally:
        server.kill()


def ask_all_workers(server: "subprocess.Popen[bytes]", url: str) -> list[list[str]]:
    """Ask, eight at once, until each of three workers has answered: what they said, as pid and rows."""

    def ask(_: int) -> list[str]:
        try:
            with urllib.request.urlopen(url, timeout=20) as reply:
                return str(reply.read(), "ascii").split()
        except urllib.error.HTTPError as error:
            return ["", f"status {error.code}"]

    def is_up() -> bool:
        require(server.poll() is None, Verdict.FAIL, f"the server ended with code {server.returncode}")
        try:
            return bool(ask(0))
        except OSError:
            return False

    answers: list[list[str]] = []

    def all_answered() -> bool:
        with ThreadPoolExecutor(8) as pool:
            answers.extend(pool.map(ask, range(24)))
        return len({pid for pid, _ in answers}) >= 3

    wait_until(is_up, seconds=30, what="gunicorn listens")
    wait_until(all_answered, seconds=20, what="three workers answer")
    return answers


@case("process", ways=(), engines=["lite"])
def pool_of_celery(world: World) -> None:
    """billiard, the pool of celery: two forked workers use the parent's client, and are replaced after two tasks."""
    world.create()
    world.truth.insert(world.collection, world.rows(3))
    program = """
import billiard
c = client(); c.list_collections()
def work(_):
    return len(c.query(collection, filter="number >= 0", output_fields=["number"], timeout=10))
pool = billiard.Pool(2, maxtasksperchild=2)
print(pool.map_async(work, range(8)).get(25))
sys.stdout.flush()
pool.terminate(); pool.join()
"""
    says(world, program, str([3] * 8), seconds=50, quiet=False)
