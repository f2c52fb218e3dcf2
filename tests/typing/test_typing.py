"""What mypy strict and pyright strict say about programs that use vectorm.

In `cases/` a line that ends with `# error: arg-type | reportArgumentType` must be an error in both checkers, with that
code in mypy and that rule in pyright (several are separated by commas); after a plain `# error` it may have any. No
other line may be one.
"""

import json
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASES = sorted((HERE / "cases").glob("*.py"))
MARK = re.compile(r"# error(?:: ([\w,-]+) \| ([\w,]+))?$")

Line = tuple[str, int]
Errors = dict[Line, str]

pytestmark = pytest.mark.timeout(600)


def expected(checker: int) -> Errors:
    """The codes beside each bad line: of mypy (1) or of pyright (2); "" for any."""
    return {
        (case.name, number): found[checker] or ""
        for case in CASES
        for number, text in enumerate(case.read_text().splitlines(), 1)
        if (found := MARK.search(text))
    }


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return done.stdout


def joined(found: Iterable[tuple[Line, str]]) -> Errors:
    """The codes of each line, sorted, once; that a type is unknown counts only where nothing else is wrong."""
    codes: dict[Line, set[str]] = defaultdict(set)
    for line, code in found:
        codes[line].add(code)
    known = {
        line: {code for code in several if not code.startswith("reportUnknown")} for line, several in codes.items()
    }
    return {line: ",".join(sorted(known[line] or several)) for line, several in codes.items()}


def mypy_errors(cache: Path) -> Errors:
    output = run(
        sys.executable, "-m", "mypy", "--strict", "--python-version=3.10", "--config-file=", "--no-error-summary",
        "--explicit-package-bases", f"--cache-dir={cache}", *map(str, CASES),
    )  # fmt: skip
    found = re.findall(r"^(?:.*[/\\])?(\w+\.py):(\d+)(?::\d+)?: error: .*\[([\w-]+)\]$", output, re.MULTILINE)
    return joined(((file, int(line)), code) for file, line, code in found)


def pyright_errors(folder: Path) -> Errors:
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
    return joined(
        ((Path(each["file"]).name, int(each["range"]["start"]["line"]) + 1), str(each["rule"]))
        for each in found
        if each["severity"] == "error"
    )


def told(found: Errors) -> list[str]:
    return sorted(
        f"{file}:{line}: [{codes}] {(HERE / 'cases' / file).read_text().splitlines()[line - 1]}"
        for (file, line), codes in found.items()
    )


def check(found: Errors, wanted: Errors) -> None:
    assert told({line: code for line, code in found.items() if wanted.get(line) not in {"", code}}) == []
    assert told({line: code for line, code in wanted.items() if line not in found}) == []


def test_mypy(tmp_path: Path) -> None:
    check(mypy_errors(tmp_path / "cache"), expected(1))


def test_pyright(tmp_path: Path) -> None:
    check(pyright_errors(tmp_path), expected(2))


def test_there_are_enough_cases() -> None:
    texts = [case.read_text() for case in CASES]
    assert sum(text.count("assert_type(") for text in texts) >= 150
    assert len(expected(1)) >= 300
    assert sum(len(re.findall("[^`]# error", text)) for text in texts) == len(expected(1)), "a mark is misspelt"
    program = (HERE / "cases" / "program.py").read_text()
    assert len(program.splitlines()) >= 60
    assert "# error" not in program
