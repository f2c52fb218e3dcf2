"""What mypy strict and pyright strict say about programs that use vectorm.

In `cases/` a line that ends with `# error` must be an error in both checkers, and no other line may be one.
"""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted((HERE / "cases").glob("*.py"))
MARK = re.compile(r"# error$")

Line = tuple[str, int]

pytestmark = pytest.mark.timeout(600)


def expected() -> set[Line]:
    return {
        (case.name, number)
        for case in CASES
        for number, text in enumerate(case.read_text().splitlines(), 1)
        if MARK.search(text)
    }


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def mypy_errors(cache: Path) -> set[Line]:
    output = run(
        sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", "--config-file=", "--no-error-summary",
        "--explicit-package-bases", f"--cache-dir={cache}", *map(str, CASES),
    )  # fmt: skip
    found = re.findall(r"^(?:.*[/\\])?(\w+\.py):(\d+)(?::\d+)?: error:", output, re.MULTILINE)
    return {(file, int(line)) for file, line in found}


def pyright_errors(folder: Path) -> set[Line]:
    config = folder / "pyrightconfig.json"
    settings = {
        "include": [str(case) for case in CASES],
        "extraPaths": [str(ROOT)],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.10",
        "reportUnusedExpression": False,
        "reportUnusedCallResult": False,
    }
    config.write_text(json.dumps(settings))
    output = run(
        sys.executable, "-m", "basedpyright", "--outputjson", "--project", str(config), "--pythonpath", sys.executable
    )
    found: list[dict[str, Any]] = json.loads(output)["generalDiagnostics"]
    return {
        (Path(each["file"]).name, int(each["range"]["start"]["line"]) + 1)
        for each in found
        if each["severity"] == "error"
    }


def told(lines: set[Line]) -> list[str]:
    return sorted(
        f"{file}:{line}: {(HERE / 'cases' / file).read_text().splitlines()[line - 1]}" for file, line in lines
    )


def check(found: set[Line]) -> None:
    assert told(found - expected()) == []
    assert told(expected() - found) == []


def test_mypy(tmp_path: Path) -> None:
    check(mypy_errors(tmp_path / "cache"))


def test_pyright(tmp_path: Path) -> None:
    check(pyright_errors(tmp_path))


def test_there_are_enough_cases() -> None:
    assert len(expected()) >= 80
    program = (HERE / "cases" / "program.py").read_text()
    assert len(program.splitlines()) >= 60
    assert "# error" not in program
