"""Scripts of the PyMilvus tutorials print the same with PyMilvus and with vectorm; only the import is changed."""

import importlib.util
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.fix_engines import Engine

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCRIPTS = sorted((HERE / "scripts").glob("*.py"))
EXAMPLES = sorted((ROOT / "examples").glob("tutorial_*.py"))
PREFIXES = ("congruence", "tutorial_")
"""What all names that a script makes begin with."""

LITE_ONLY = {"hybrid_search.py", "search_features.py"}
SERVER_ONLY = {"operations.py"}

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("pymilvus") is None, reason="pymilvus is not installed"),
    pytest.mark.timeout(240),
]


@pytest.mark.parametrize("script", SCRIPTS + EXAMPLES, ids=lambda path: path.stem)
def test_same_output_with_pymilvus_and_with_vectorm(script: Path, engine: Engine, tmp_path: Path) -> None:
    if script.name in (SERVER_ONLY if engine.name == "lite" else LITE_ONLY):
        pytest.skip(f"{engine.capabilities.label} has none of this")
    # Lists of users and resource groups are the whole server's: their script runs alone.
    with ThreadPoolExecutor(1 if script.name in SERVER_ONLY else 2) as pool:
        runs = [pool.submit(run_with, package, script, engine, tmp_path) for package in ("pymilvus", "vectorm")]
        expected, actual = (run.result() for run in runs)
    assert expected.strip(), "the script prints nothing"
    assert actual.splitlines() == expected.splitlines()


def run_with(package: str, script: Path, engine: Engine, folder: Path) -> str:
    """What the script prints when its imports come from `package`.

    Two may run at the same time, so each has names of its own on the server; the output has the script's names again.
    """
    text = script.read_text(encoding="utf-8")
    changed = folder / f"{package}_{script.name}"
    assert "from vectorm import" in text
    text = text.replace("from vectorm import", f"from {package} import")
    for prefix in PREFIXES:
        text = text.replace(prefix, prefix + package)
    changed.write_text(text, encoding="utf-8")
    uri = str(folder / f"{package}.db") if engine.name == "lite" else engine.uri
    run = subprocess.run(
        [sys.executable, str(changed), uri],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        cwd=folder,
        env=environment(),
    )
    assert run.returncode == 0, f"{package}:\n{run.stdout}\n{run.stderr[-4000:]}"
    output = run.stdout
    for prefix in PREFIXES:
        output = output.replace(prefix + package, prefix)
    return output


def environment() -> dict[str, str]:
    """The variables of this process, with this source tree first on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
