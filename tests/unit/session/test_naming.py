"""The collection of a model has one name on a connection, wherever it is used."""

import re
from pathlib import Path

import vectorm
from tests.unit.session.models import Doc, context
from vectorm.ops.context import Context
from vectorm.query import delete, hybrid, search, select
from vectorm.session.naming import name_of, spec_of
from vectorm.session.state import SessionState
from vectorm.spec.naming import Naming


def named() -> Context:
    ctx = context("v2.6.4")
    ctx.naming = Naming("dev_", "_v2")
    return ctx


def test_the_name_is_made_in_one_place() -> None:
    """Elsewhere in the session and in statements a model's own name would be the wrong collection."""
    allowed = {"session/naming.py", "session/ensure.py", "query/base.py"}  # ensure.py sorts models by it
    root = Path(vectorm.__file__).parent
    for path in [*root.glob("session/*.py"), *root.glob("query/*.py")]:
        if str(path.relative_to(root)) not in allowed:
            assert not re.search(r"__spec__\.name\b", path.read_text("utf-8")), path


def test_specs_and_statements_have_it() -> None:
    ctx, state = named(), SessionState()
    assert (name_of(ctx, Doc), spec_of(ctx, Doc).name, Doc.__spec__.name) == ("dev_docs_v2", "dev_docs_v2", "docs")
    assert spec_of(context(), Doc) is Doc.__spec__
    near = search(Doc.v).near([0, 1])
    assert state.scoped(ctx, select(Doc)).build(ctx.capabilities).collection == "dev_docs_v2"
    assert state.scoped(ctx, near).build(ctx.capabilities).collection == "dev_docs_v2"
    merged = state.scoped(ctx, hybrid(near, near)).build(ctx.capabilities)
    assert {merged.collection, *(each.collection for each in merged.searches)} == {"dev_docs_v2"}
    assert "dev_docs_v2" in state.scoped(ctx, delete(Doc).where(Doc.id == 1)).compile(ctx.capabilities)
