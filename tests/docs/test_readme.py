"""The README's two commands are one line each, and its code runs."""

import re

import pytest

from tests.docs.pages import ROOT, block_marked

README = ROOT / "README.md"


@pytest.mark.parametrize(("mark", "extra"), [("demo command", "demo"), ("test command", "test")])
def test_a_command_is_one_line_with_a_known_extra(mark: str, extra: str) -> None:
    block = block_marked(README, mark)
    assert block.language == "bash"
    assert block.text.count("\n") == 1
    assert f"'.[{extra}]'" in block.text
    assert re.search(rf"^{extra} = \[", (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)


def test_the_demo_command_runs_the_demo() -> None:
    script = re.search(r"\S+\.py", block_marked(README, "demo command").text)
    assert script
    assert (ROOT / script[0]).is_file()
