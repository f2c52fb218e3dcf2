"""Commands and their options."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from vectorm._version import __version__
from vectorm.cli import report
from vectorm.cli.audit import audit as run_audit
from vectorm.cli.surface import load
from vectorm.errors import OutboxError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback(invoke_without_command=True)
def about(
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    """vectorm: the object mapper and typed client for the Milvus vector database."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def audit(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE", help="Python files, or folders of them.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the names of PyMilvus that programs use, whether PyMilvus 3.1 removes them, and what vectorm does with each.

    Nothing is run, sent or changed, and PyMilvus need not be installed. The exit status is 1 when a name has no home in
    vectorm, or a file cannot be read.
    """
    try:
        found = run_audit(paths, load())
    except FileNotFoundError as error:
        raise typer.BadParameter(str(error)) from None
    if as_json:
        typer.echo(json.dumps(report.as_json(found), indent=2, ensure_ascii=False))
    else:
        report.show(found, Console(highlight=False))
    raise typer.Exit(0 if found.is_clean else 1)


@app.command()
def outbox(path: Annotated[Path, typer.Argument(metavar="FILE", help="The file of a session's outbox.")]) -> None:
    """List what waits in an outbox: what the next process will send, and what is parked. Nothing is changed.

    The file may be in use. The exit status is 1 when something is parked, 2 when it cannot be read.
    """
    from vectorm.session.outbox import read_outbox  # the other commands need no sessions

    try:
        batches = read_outbox(path)
    except OutboxError as error:
        raise typer.BadParameter(error.message) from None
    for batch in batches:
        typer.echo(f"{batch.created} {'parked' if batch.reason else 'pending'}  {batch}")
        if batch.reason:
            typer.echo(f"  {batch.reason}")
    typer.echo(f"{len(batches)} batches, {sum(batch.rows for batch in batches):,} rows")
    raise typer.Exit(1 if any(batch.reason for batch in batches) else 0)
