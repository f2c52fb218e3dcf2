"""Why Milvus Lite does not start: each cause is told in one error."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vectorm.connection.open import open_connection
from vectorm.errors import ConnectError, EmbeddedEngineError
from vectorm.ops import collection
from vectorm.transport import engine_start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and unix sockets")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "errors.db"


def refused(path: Path) -> EmbeddedEngineError:
    started = time.monotonic()
    with pytest.raises(EmbeddedEngineError, match=str(path)) as caught:
        open_connection(uri=str(path), timeout=60)
    assert time.monotonic() - started < 50  # told at once, not retried until the timeout
    return caught.value


def test_missing_folder_is_told(tmp_path: Path) -> None:
    assert f"the folder {tmp_path}/no does not exist" in str(refused(tmp_path / "no" / "test.db"))


def test_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "old.db").write_bytes(b"SQLite format 3\0")

    assert "Milvus Lite 2.x" in str(refused(tmp_path / "old.db"))


def test_other_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")

    assert "holds other files" in str(refused(tmp_path))
    assert [entry.name for entry in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="root may do everything")
def test_missing_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert "permission denied" in str(refused(tmp_path / "test.db"))
    tmp_path.chmod(0o700)


def test_database_open_elsewhere_is_told(path: Path) -> None:
    code = "import sys; from milvus_lite.db import MilvusLite; d = MilvusLite(sys.argv[1]); print(); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()
        message = str(refused(path))
        assert "in use by another process" in message
        if sys.platform == "linux":
            assert f"pid {other.pid}" in message
    connection = open_connection(uri=str(path))
    connection.close()


@pytest.mark.parametrize("package", ["milvus_lite", "pymilvus"])
def test_missing_extra_is_told(path: Path, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> object:
        return None if name == package else object()

    monkeypatch.setattr(engine_start, "find_spec", find)

    assert "pip install 'vectorm[lite]'" in str(refused(path))
    assert not path.exists()


def test_broken_engine_tells_its_last_words(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "milvus_lite").mkdir()
    (tmp_path / "milvus_lite" / "__init__.py").write_text("raise ImportError('no faiss for this machine')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    message = str(refused(path))
    assert "no faiss for this machine" in message
    assert "vectorm[lite]" in message


def test_crash_at_start_shows_the_log(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "milvus_lite").mkdir()
    (tmp_path / "milvus_lite" / "__init__.py").write_text("import os\nos.write(2, b'last words')\nos._exit(3)")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    assert "last words" in str(refused(path))


def test_lines_that_python_prints_at_its_start_are_passed_over(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('{}')\nprint('hello')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    connection = open_connection(uri=str(path))
    assert connection.run(collection.list_names) == []
    connection.close()


def test_status_that_cannot_be_read_is_told(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("print('no end of line', end='')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    assert "no end of line" in str(refused(path))


def test_slow_start_ends_with_the_timeout(path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "milvus_lite").mkdir()
    (tmp_path / "milvus_lite" / "__init__.py").write_text("import time\ntime.sleep(4)\nraise ImportError('late')")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(ConnectError, match="did not start within"):
        open_connection(uri=str(path), timeout=1)
