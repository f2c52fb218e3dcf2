"""Scripts of the PyMilvus tutorials print the same with PyMilvus and with vectorm; only the import is changed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fix_engines import Engine

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCRIPTS = sorted((HERE / "scripts").glob("*.py"))
EXAMPLES = sorted((ROOT / "examples").glob("tutorial_*.py"))
LITE_ONLY = {"hybrid_search.py"}
SERVER_ONLY = {"operations.py"}

pytestmark = [
    pytest.mark.skipif(importlib.util.find_spec("pymilvus") is None, reason="pymilvus is not installed"),
    pytest.mark.timeout(240),
]


@pytest.mark.parametrize("script", SCRIPTS + EXAMPLES, ids=lambda path: path.stem)
def test_same_output_with_pymilvus_and_with_vectorm(script: Path, engine: Engine, tmp_path: Path) -> None:
    if script.name in (SERVER_ONLY if engine.name == "lite" else LITE_ONLY):
        pytest.skip(f"{engine.capabilities.label} has none of this")
    expected = run_with("pymilvus", script, engine, tmp_path)
    actual = run_with("vectorm", script, engine, tmp_path)
    assert expected.strip(), "the script prints nothing"
    assert actual.splitlines() == expected.splitlines()


def run_with(package: str, script: Path, engine: Engine, folder: Path) -> str:
    """What the script prints when its imports come from `package`."""
    text = script.read_text(encoding="utf-8")
    changed = folder / f"{package}_{script.name}"
    assert "from vectorm import" in text
    changed.write_text(text.replace("from vectorm import", f"from {package} import"), encoding="utf-8")
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
    return run.stdout


def environment() -> dict[str, str]:
    """The variables of this process, with this source tree first on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
