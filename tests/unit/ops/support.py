"""What the tests of operations share."""

from vectorm.ops.context import Context
from vectorm.spec.capabilities import capabilities_of


def context(build: str = "v2.3.5-lite", deploy_mode: str = "STANDALONE") -> Context:
    """A context of Milvus 2.3.5, or of another server."""
    return Context("", capabilities_of(build, deploy_mode))


def lite() -> Context:
    """A context of Milvus Lite 3.2.2."""
    return context("milvus_lite-3.2.2", "embedded")
