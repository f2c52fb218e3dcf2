"""The sync twins are up to date, and the tool that writes them notices when they are not."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.fixture
def tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, working in a folder of its own with one async file."""
    spec = importlib.util.spec_from_file_location("make_sync", ROOT / "tools" / "make_sync.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "make_sync", module)  # its dataclass looks itself up
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "aio").mkdir()
    (tmp_path / "vectorm").mkdir()
    (tmp_path / "aio" / "a.py").write_text(
        "class AsyncA:\n    async def run(self) -> int:\n        return await self.go(\n            1\n        )\n"
    )
    monkeypatch.setattr(module, "JOBS", [module.Job("aio", "sync", {"Async(?=[A-Z])": ""})])
    return module


def run(tool: ModuleType, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["make_sync.py", *arguments])
    return int(tool.main())


def test_the_twins_of_the_project_are_up_to_date(monkeypatch: pytest.MonkeyPatch, tool: ModuleType) -> None:
    jobs = importlib.util.spec_from_file_location("fresh", ROOT / "tools" / "make_sync.py")
    assert jobs
    assert jobs.loader
    fresh = importlib.util.module_from_spec(jobs)
    monkeypatch.setitem(sys.modules, "fresh", fresh)
    jobs.loader.exec_module(fresh)
    assert run(fresh, monkeypatch, "--check") == 0


def test_it_writes_sync_code(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(tool, monkeypatch, "--check") == 1, "nothing is written yet"
    assert not (tmp_path / "sync").exists()
    assert run(tool, monkeypatch) == 0
    text = (tmp_path / "sync" / "a.py").read_text()
    assert text.startswith("# Generated from aio/a.py by tools/make_sync.py: do not edit.\n")
    assert text.endswith("class A:\n    def run(self) -> int:\n        return self.go(1)\n")
    assert run(tool, monkeypatch, "--check") == 0


@pytest.mark.parametrize("change", ["stale", "orphan", "missing"])
def test_check_finds_differences(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    run(tool, monkeypatch)
    if change == "stale":
        (tmp_path / "sync" / "a.py").write_text("changed = 1\n")
    elif change == "orphan":
        (tmp_path / "sync" / "b.py").write_text("x = 1\n")
    else:
        (tmp_path / "sync" / "a.py").unlink()
    capsys.readouterr()
    assert run(tool, monkeypatch, "--check") == 1
    assert change.replace("orphan", "has no source") in capsys.readouterr().out


def test_a_replacement_that_is_not_used_is_an_error(tool: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tool, "JOBS", [tool.Job("aio", "sync", {"Async(?=[A-Z])": "", "gather": "map"})])
    with pytest.raises(SystemExit, match="aio: these replacements are not used: gather"):
        run(tool, monkeypatch)
