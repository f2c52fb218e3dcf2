"""Sessions for daily work: `nox -s lint`, `types`, `unit`, `live`, `nightly`, and `nox -s bench -- insert`."""

import nox

nox.options.sessions = ["lint", "types", "unit"]


@nox.session
def lint(session: nox.Session) -> None:
    """Format, lint, layer contracts, generated files."""
    session.install("-e", ".[dev]")
    session.run("ruff", "format", "--check")
    session.run("ruff", "check")
    session.run("lint-imports")
    session.run("python", "tools/compile_proto.py", "--check")
    session.run("python", "tools/make_sync.py", "--check")
    session.run("python", "tools/audit.py")


@nox.session
def types(session: nox.Session) -> None:
    """Both type checkers."""
    session.install("-e", ".[dev]")
    session.run("mypy")
    session.run("basedpyright")


@nox.session(python=["3.10", "3.11", "3.12", "3.13"])
def unit(session: nox.Session) -> None:
    """Tests without a server."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/unit", "tests/property", "tests/perf", *session.posargs)


@nox.session
def live(session: nox.Session) -> None:
    """Tests on Milvus Lite and Milvus."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/live", "tests/pymilvus", *session.posargs)


@nox.session
def nightly(session: nox.Session) -> None:
    """100,000 random filters, and the properties of sessions with twenty times as many examples."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.live.random_filters")
    names = ("session_stateful", "session_auto_stateful")
    tests = [f"tests/live/test_{name}.py" for name in names]
    session.run("pytest", *tests, "--hypothesis-profile", "nightly", "--timeout", "0", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Feed broken replies to every decoder: ten minutes."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.fuzz.replies", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Time vectorm beside PyMilvus."""
    session.install("-e", ".[bench]")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Run the catalogue of failures, with vectorm and with PyMilvus, on every engine."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.faults.catalogue", *session.posargs)


@nox.session
def figures(session: nox.Session) -> None:
    """The counted runs of docs/promises.md: kills, lost answers, reads of own writes, the soak: an hour and a half."""
    session.install("-e", ".[test]")
    for name in ("kills", "lost_replies", "own_writes"):
        session.run("python", "-m", f"tests.faults.{name}")
    for engine in ("lite", "milvus"):
        session.run("python", "-m", "tests.faults.soak", "--engine", engine)
