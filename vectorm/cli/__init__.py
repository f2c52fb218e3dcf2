"""The command line: `vectorm audit FILE...`. It needs the extra `cli` (typer, rich); nothing else of vectorm does.

app.py       commands and their options
audit.py     programs to findings: which names of PyMilvus they use, and what becomes of each
reader.py    source text to the names of PyMilvus that it uses
surface.py   what is known of each name: pymilvus.json, written by tools/pymilvus_surface.py
report.py    findings to a terminal or to JSON
"""

import sys


def main() -> None:
    """Run the command line; without the extra, say what to install."""
    try:
        from vectorm.cli.app import app
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in {"typer", "rich"}:
            raise
        sys.exit(f"vectorm's command line needs {missing}: pip install 'vectorm[cli]'")
    app()
