"""`vectorm outbox`: what it prints of a file that is in use."""

from pathlib import Path

from typer.testing import CliRunner

from vectorm.cli.app import app
from vectorm.session.outbox import Mark, Outbox, Recorded


def run(path: Path) -> tuple[int, str]:
    result = CliRunner(env={"COLUMNS": "200", "TERM": "dumb", "NO_COLOR": "1"}).invoke(app, ["outbox", str(path)])
    return result.exit_code, result.output


def test_what_waits_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "a.outbox"
    with Outbox(path) as outbox:
        assert run(path) == (0, "0 batches, 0 rows\n")
        unit = outbox.begin()
        what = Recorded("upsert", 3, "docs", "default", "host:19530", "")
        first = outbox.record(unit, what, [("Upsert", b"")])
        second = outbox.record(unit, what, [("Upsert", b"")])
        outbox.seal(unit)
        outbox.mark(second, Mark.PARKED, "the collection does not exist any more")
        code, output = run(path)
    told = "upsert of 3 rows, collection docs of host:19530"
    assert code == 1
    assert output.splitlines() == [
        f"{first.created} pending  {told}",
        f"{second.created} parked  {told}",
        "  the collection does not exist any more",
        "2 batches, 6 rows",
    ]


def test_what_is_no_outbox(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("something else")
    code, output = run(tmp_path / "other")
    assert code == 2
    assert "is no outbox" in " ".join(output.split())
