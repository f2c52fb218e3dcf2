"""`python -m tests.faults.catalogue`: run the cases and print the table.

--client vectorm --client pymilvus   which clients (default: both)
--engine lite --engine milvus        which engines (default: both)
--group NAME, --case NAME, --way NAME   only these
--seed N                             of what is random (default: 1)
--json FILE                          write every run
"""

import argparse
import sys
import tempfile
from collections.abc import Generator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from tests.faults.catalogue import cases
from tests.faults.catalogue.case import CASES, Verdict
from tests.faults.catalogue.report import report, write
from tests.faults.catalogue.run import ROOT, Ended, run_all, runs_of
from tests.faults.catalogue.world import CANARY
from tests.support.milvus23 import VERSION, Milvus23
from vectorm import MilvusClient
from vectorm.transport.embedded import join

BINARIES = ROOT / ".cache" / f"milvus-{VERSION}"
SECURED = {
    "authorization_enabled": "true",
    "QUOTAANDLIMITS_FLUSHRATE_ENABLED": "true",
    "QUOTAANDLIMITS_FLUSHRATE_MAX": "0.1",
}
GOOD = {Verdict.PASS, Verdict.NOT_THERE}


def main(arguments: list[str]) -> int:
    cases.load()
    options = parse(arguments)
    chosen = [
        each
        for each in CASES.values()
        if (not options.group or each.group in options.group) and (not options.case or each.name in options.case)
    ]
    runs = list(runs_of(chosen, clients=options.client, engines=options.engine, ways=options.way))
    ended: list[Ended] = []
    with engines(options.engine) as targets:
        for each in run_all(runs, targets, seed=options.seed):
            ended.append(each)
            run = each.run
            line = f"{each.verdict.value:8} {run.client:9} {run.engine:7} {run.way:13} {run.case} {each.text}"
            print(line.rstrip(), flush=True)
    print(f"\n{report(ended, options.seed)}")
    if options.json:
        write(ended, options.seed, Path(options.json))
    return 0 if all(each.verdict in GOOD for each in ended if each.run.client == "vectorm") else 1


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.catalogue", description="Run the catalogue of failures."
    )
    parser.add_argument("--client", action="append", choices=["vectorm", "pymilvus", "broken"])
    parser.add_argument("--engine", action="append", choices=["lite", "milvus", "secured"])
    for name in ("--group", "--case", "--way"):
        parser.add_argument(name, action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", default="")
    options = parser.parse_args(arguments)
    options.client = options.client or ["vectorm", "pymilvus"]
    options.engine = options.engine or ["lite", "milvus", "secured"]
    return options


@contextmanager
def engines(names: list[str]) -> Generator[dict[str, str]]:
    """Start the engines; their gRPC targets."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        targets: dict[str, str] = {}
        if "lite" in names:
            targets["lite"] = stack.enter_context(closing(join(str(folder / "catalogue.db"), 60))).target
        if "milvus" in names:
            server = stack.enter_context(closing(Milvus23(folder / "milvus", BINARIES)))
            targets["milvus"] = f"127.0.0.1:{server.port}"
        if "secured" in names:
            server = stack.enter_context(closing(Milvus23(folder / "secured", BINARIES, SECURED)))
            targets["secured"] = f"127.0.0.1:{server.port}"
            change_password(server.uri)
        yield targets


def change_password(uri: str) -> None:
    """From Milvus's first password to the one that must not be printed."""
    with closing(MilvusClient(uri, token="root:Milvus")) as client:
        client.update_password("root", "Milvus", CANARY)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
