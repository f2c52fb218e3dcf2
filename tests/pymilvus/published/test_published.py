"""Programs of other people, written for PyMilvus, print the same when `pymilvus` is vectorm.

The vector-store packages of LangChain, LlamaIndex and Haystack index, query, filter, change and delete documents; each
runs in processes of its own, so that the name `pymilvus` of the tests stays PyMilvus.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fix_engines import CACHE, Engine
from tests.support import as_pymilvus, frameworks

HERE = Path(__file__).parent
ROOT = HERE.parent.parent.parent
FLOWS = sorted(path for path in (HERE / "flows").glob("*.py") if path.stem != "words")

ALIAS = [str(Path(as_pymilvus.__file__))]
"""What stands before a program in the command that runs it on vectorm."""

pytestmark = [
    pytest.mark.timeout(400),
    pytest.mark.skipif(sys.platform == "win32", reason="environments look different there"),
]


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python of the environment of the frameworks."""
    try:
        return frameworks.install(CACHE)
    except frameworks.InstallFailed as reason:
        pytest.skip(f"the frameworks cannot be installed aside: {reason}")


@pytest.mark.parametrize("flow", FLOWS, ids=lambda path: path.stem)
def test_same_output_when_pymilvus_is_vectorm(flow: Path, engine: Engine, python: Path, tmp_path: Path) -> None:
    prefixes = {"pymilvus": "flowp", "vectorm": "flowv"}
    with ThreadPoolExecutor(2) as pool:
        runs = {
            package: pool.submit(run, [str(python), *before, str(flow)], engine, prefixes[package], tmp_path)
            for package, before in (("pymilvus", []), ("vectorm", ALIAS))
        }
        expected, actual = runs["pymilvus"].result(), runs["vectorm"].result()
    assert expected.strip(), "the flow prints nothing"
    assert actual.replace(prefixes["vectorm"], "flow") == expected.replace(prefixes["pymilvus"], "flow")


def run(command: list[str], engine: Engine, prefix: str, folder: Path) -> str:
    """What a program prints; `prefix` begins the names of its collections."""
    uri = str(folder / f"{prefix}.db") if engine.name == "lite" else engine.uri
    ended = subprocess.run(
        [*command, uri, engine.name, prefix],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "HAYSTACK_TELEMETRY_ENABLED": "False"},
    )
    assert ended.returncode == 0, f"{' '.join(command)}:\n{ended.stdout}\n{ended.stderr[-4000:]}"
    return ended.stdout


def test_the_alias_is_vectorm_and_hides_pymilvus(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, pymilvus, vectorm\n"
        "from pymilvus.client.types import DataType\n"
        "assert pymilvus is vectorm and DataType is vectorm.DataType\n"
        "assert vectorm.__spec__.name == 'vectorm'\n"
        "try:\n    import pymilvus.grpc_gen\nexcept ImportError:\n    print('hidden', sys.argv[1:])\n"
    )
    command = [sys.executable, *ALIAS, str(program), "argument"]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (ended.stdout, ended.stderr) == ("hidden ['argument']\n", "")
