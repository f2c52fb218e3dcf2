"""`vectorm audit`: what it prints, its exit status, and what it does not need."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.docs.pages import ROOT, block_marked
from vectorm.cli.app import app
from vectorm.cli.audit import Audit, audit
from vectorm.cli.surface import Status, Verdict, load

PROGRAM = Path(__file__).parent / "programs" / "films.py"
GOLDEN = PROGRAM.with_suffix(".txt")
MOVED = "from pymilvus import MilvusClient\n\nMilvusClient('./a.db').list_collections()\n"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "110", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["audit", *arguments])
    return result.exit_code, result.output


def look_at(folder: Path, text: str) -> Audit:
    (folder / "program.py").write_text(text, encoding="utf-8")
    return audit([folder], load())


def test_the_terminal_shows_this(monkeypatch: pytest.MonkeyPatch) -> None:
    """When this fails because the output was changed on purpose, look at it, and write films.txt anew."""
    monkeypatch.chdir(PROGRAM.parent)
    code, output = run(PROGRAM.name)
    shown = "\n".join(line.rstrip() for line in output.splitlines()) + "\n"
    assert shown == GOLDEN.read_text("utf-8")
    assert code == 1


def test_the_page_shows_it() -> None:
    assert block_marked(ROOT / "docs" / "howto" / "audit.md", "audit output").text == GOLDEN.read_text("utf-8")


def test_json_says_the_same() -> None:
    code, output = run(str(PROGRAM), "--json")
    told: dict[str, Any] = json.loads(output)
    (file,) = told["files"]
    by_name = {each["name"]: each for each in file["names"]}
    assert (code, told["clean"], told["files_looked_at"]) == (1, False, 1)
    assert by_name["Prepare"]["vectorm"] == "not offered"
    assert by_name["Prepare"]["why"]
    assert by_name["Milvus"]["vectorm"] == "unknown"
    dropped = by_name["utility.drop_collection"]
    assert (dropped["vectorm"], dropped["removed_in_3_1"], dropped["replacement"]) == ("same", True, "MilvusClient")
    assert dropped["lines"] == [34]
    assert by_name["MilvusClient.create_schema"]["removed_in_3_1"] is False


@pytest.mark.parametrize(
    ("call", "keyword", "hint"),
    [
        ("MilvusClient('a').search('x', filters='id < 0')", "MilvusClient.search(filters=)", "did you mean `filter`?"),
        ("MilvusClient(url='a')", "MilvusClient(url=)", "did you mean `uri`?"),
        ("MilvusClient('a').query('x', telepathy=True)", "MilvusClient.query(telepathy=)", "raises TypeError"),
    ],
)
def test_a_keyword_that_pymilvus_drops_is_told(tmp_path: Path, call: str, keyword: str, hint: str) -> None:
    found = look_at(tmp_path, f"from pymilvus import MilvusClient\n{call}")
    (told,) = [each for each in found.reports[0].findings if each.verdict.status is Status.UNKNOWN]
    assert told.name == keyword
    assert told.lines == (2,)
    assert told.verdict.why.endswith(hint)
    assert not found.is_clean


@pytest.mark.parametrize("call", ["MilvusClient('a', grpc_options={})", "connections.connect(grpc_options={})"])
def test_a_keyword_that_means_something_there_only(tmp_path: Path, call: str) -> None:
    found = look_at(tmp_path, f"from pymilvus import MilvusClient, connections\n{call}")
    (told,) = [each for each in found.reports[0].findings if each.verdict.status is Status.NOT_OFFERED]
    assert told.name.endswith("(grpc_options=)")
    assert "PyMilvus drops" not in told.verdict.why


def test_an_attribute_of_a_hit_may_be_a_field(tmp_path: Path) -> None:
    found = look_at(tmp_path, "from pymilvus import MilvusClient\nprint(MilvusClient('a').search('x')[0][0].title)")
    assert found.is_clean


def test_known_keywords_are_not_listed(tmp_path: Path) -> None:
    found = look_at(tmp_path, "from pymilvus import MilvusClient\nMilvusClient(uri='a').search('x', data=[], limit=1)")
    assert [each.name for each in found.reports[0].findings] == ["MilvusClient", "MilvusClient.search"]
    assert found.is_clean


def test_all_have_a_home(tmp_path: Path) -> None:
    found = look_at(tmp_path, MOVED)
    assert found.is_clean
    assert (found.looked_at, found.count(Status.SAME), found.removed) == (1, 2, 0)
    code, output = run(str(tmp_path))
    assert code == 0
    assert "replace the word pymilvus by vectorm" in output


def test_a_program_without_pymilvus(tmp_path: Path) -> None:
    assert look_at(tmp_path, "print(1)").reports == ()
    assert run(str(tmp_path)) == (0, "1 file: nothing of PyMilvus is used.\n")


def test_folders_are_looked_into_but_not_those_of_tools(tmp_path: Path) -> None:
    for folder in ("app", ".venv", "app/node_modules"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text(MOVED, encoding="utf-8")
    found = audit([tmp_path], load())
    assert [report.path for report in found.reports] == [tmp_path / "app" / "a.py"]


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    found = look_at(tmp_path, "print 'from pymilvus import x'")
    assert not found.is_clean
    assert "line 1" in found.reports[0].error
    code, output = run(str(tmp_path))
    assert code == 1
    assert "cannot be read" in output
    assert "1 file: none that can be read uses PyMilvus." in output


def test_no_such_file() -> None:
    code, output = run("nowhere.py")
    assert code == 2
    assert "there is no file or folder nowhere.py" in output


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("Collection.insert", Status.SAME),
        ("orm.collection.Collection.insert", Status.SAME),
        ("client.utils.mkts_from_unixtime", Status.SAME),
        ("client.utils.check_status", Status.NOT_OFFERED),
        ("grpc_gen.common_pb2.Status", Status.NOT_OFFERED),
        ("orm.utility.has_collection", Status.SAME),
        ("utility.has_collection", Status.SAME),
        ("Model", Status.SAME),
        ("model", Status.NOT_OFFERED),
        ("model.hybrid.BGEM3EmbeddingFunction", Status.NOT_OFFERED),
        ("client.types.NewThing", Status.UNKNOWN),
        ("client", Status.SAME),
        ("no.such.name", Status.UNKNOWN),
        ("Collection.teleport", Status.UNKNOWN),
    ],
)
def test_verdicts(path: str, status: Status) -> None:
    assert load().verdict(path).status is status


def test_removal_follows_the_aliases() -> None:
    for path in ("orm.collection.Collection.insert", "connections.connect", "orm.utility", "Collection"):
        assert load().verdict(path).replacement == "MilvusClient", path
    assert load().verdict("MilvusClient.insert") == Verdict(Status.SAME)


def test_python_m_vectorm() -> None:
    command = [sys.executable, "-m", "vectorm", "audit", str(PROGRAM)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "Prepare" in done.stdout


def test_the_command_is_installed() -> None:
    command = shutil.which("vectorm", path=str(Path(sys.executable).parent))
    if command is None:
        pytest.skip("vectorm is not installed")
    assert subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0


def test_it_needs_no_pymilvus(tmp_path: Path) -> None:
    code = f"""
import sys
sys.modules["pymilvus"] = None
from vectorm.cli.audit import audit
from vectorm.cli.surface import load
from pathlib import Path
print(len(audit([Path({str(PROGRAM)!r})], load()).reports[0].findings) > 20)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"


@pytest.mark.parametrize("missing", ["typer", "rich"])
def test_without_the_extra_one_line_says_what_to_install(missing: str) -> None:
    code = f"import sys; sys.modules[{missing!r}] = None; from vectorm.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"vectorm's command line needs {missing}: pip install 'vectorm[cli]'\n"
