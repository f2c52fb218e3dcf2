"""A program that succeeds says nothing of its own accord; one that fails tells one exception and nothing else."""

import os
import re
import subprocess
import sys
import uuid
from pathlib import Path

import pytest

from tests.fix_engines import Engine

ROOT = Path(__file__).parent.parent.parent
PARTS = ("blocking", "running", "collections", "objects")

FAILING = {
    "missing collection": "client = MilvusClient(uri)\nclient.query('no_such_collection', 'id > 0')",
    "bad filter": (
        "client = MilvusClient(uri)\n"
        "client.create_collection(name, dimension=2)\n"
        "try:\n    client.query(name, 'id >')\n"
        "finally:\n    client.drop_collection(name)"
    ),
    "bad row": (
        "client = MilvusClient(uri)\n"
        "client.create_collection(name, dimension=2)\n"
        "try:\n    client.insert(name, [{'id': 1, 'vector': [1.0]}])\n"
        "finally:\n    client.drop_collection(name)"
    ),
    "unknown keyword": "MilvusClient(uri).search('docs', data=[[1.0]], filters='id > 1')",
    "async": (
        "async def main():\n"
        "    client = AsyncMilvusClient(uri)  # left open\n"
        "    await client.query('no_such_collection', 'id > 0')\n"
        "asyncio.run(main())"
    ),
    "async, one of many": (
        "async def main():\n"
        "    async with AsyncMilvusClient(uri) as client:\n"
        "        calls = (client.describe_collection(f'no_such_{n}') for n in range(5))\n"
        "        await asyncio.gather(*calls)\n"
        "asyncio.run(main())"
    ),
    "names of the ORM": "connections.connect(uri=uri)\nCollection('no_such_collection')",
    "nobody there": "MilvusClient('http://127.0.0.1:9', timeout=2).list_collections()",
    "nobody there, async": "asyncio.run(AsyncMilvusClient('http://127.0.0.1:9', timeout=2).list_collections())",
}
BEGIN = "import asyncio, sys\nfrom vectorm import *\nuri, name = sys.argv[1:]\n"


def python(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Another process, where every warning is an error."""
    return subprocess.run(
        [sys.executable, "-W", "error", *arguments],
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.parametrize("part", PARTS)
def test_success_says_nothing(part: str, engine: Engine, tmp_path: Path) -> None:
    uri = str(tmp_path / "own.db") if engine.name == "lite" else engine.uri
    ended = python("-m", "tests.support.broad_program", part, uri, engine.name, f"t_{uuid.uuid4().hex[:12]}")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.endswith("done\n")


@pytest.mark.parametrize("program", FAILING)
def test_failure_tells_one_exception(program: str, engine: Engine) -> None:
    ended = python("-c", BEGIN + FAILING[program], engine.uri, f"t_{uuid.uuid4().hex[:12]}")
    assert (ended.returncode, ended.stdout) == (1, "")
    lines = ended.stderr.splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert ended.stderr.count("Traceback") == 1, ended.stderr
    assert len([line for line in lines if re.match(r"[\w.]+: ", line)]) == 1, ended.stderr  # the exception


def test_the_test_sees_noise() -> None:
    ended = python("-c", "import warnings\nwarnings.warn('loud')")
    assert "UserWarning: loud" in ended.stderr
