"""One run of one case, in a process of its own.

    python -m tests.faults.catalogue.child CASE CLIENT WAY ENGINE TARGET SEED

The last line of standard output is the verdict as JSON. Logging is at DEBUG on standard error, where the parent looks
for the password.
"""

import json
import logging
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.faults.catalogue import cases
from tests.faults.catalogue.case import CASES, Bad, Case, Verdict
from tests.faults.catalogue.clients import load
from tests.faults.catalogue.world import World, waited_for_processor


def main(name: str, client: str, way: str, engine: str, target: str, seed: str) -> int:
    cases.load()
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    started, waited = time.monotonic(), waited_for_processor()
    verdict, text = judge(CASES[name], client, way, engine, target, int(seed))
    took = round(time.monotonic() - started - (waited_for_processor() - waited), 2)
    print(json.dumps({"verdict": verdict.value, "text": text, "seconds": took}), flush=True)
    sys.stderr.flush()
    os._exit(0)  # what a case left behind (threads, frozen links) must not hold the verdict back


def judge(case: Case, client: str, way: str, engine: str, target: str, seed: int) -> tuple[Verdict, str]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        world = World(load(client), way, engine=engine, target=target, folder=Path(folder), seed=seed)
        try:
            case.body(world)
        except Bad as bad:
            return bad.verdict, str(bad)
        except Exception as error:  # noqa: BLE001  # every end of a case is a verdict
            traceback.print_exc()
            return Verdict.FAIL, f"{type(error).__name__}: {error}"[:400]
        finally:
            clean_up(world)
    return Verdict.PASS, ""


def clean_up(world: World) -> None:
    """A case may have left the engine in a state that cannot be cleaned."""
    try:
        world.close()
    except Exception:  # noqa: BLE001  # the verdict stands
        traceback.print_exc()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
