"""Engines are told apart by their Connect reply."""

import pytest

from vectorm.enums import DataType
from vectorm.errors import Unsupported
from vectorm.spec.capabilities import Engine, capabilities_of
from vectorm.spec.feature import Feature


@pytest.mark.parametrize(
    ("build", "mode", "kind", "version"),
    [
        ("milvus_lite-3.2.2", "embedded", Engine.LITE, "3.2.2"),
        ("v2.3.5-lite", "STANDALONE", Engine.MILVUS, "2.3.5"),
        ("2.5.10", "CLUSTER", Engine.MILVUS, "2.5.10"),
        ("v2.6.0-rc1", "STANDALONE", Engine.MILVUS, "2.6.0"),
        ("", "", Engine.LITE, "2.x"),
        ("milvus_lite", "embedded", Engine.LITE, ""),
    ],
)
def test_engine_and_version(build: str, mode: str, kind: Engine, version: str) -> None:
    found = capabilities_of(build, mode)
    assert (found.engine, found.version) == (kind, version)
    assert found.label == f"{kind.value} {version}".rstrip()


def test_features_grow_with_the_version() -> None:
    v23, v24, v25, v26 = (capabilities_of(f"v2.{minor}.1", "STANDALONE") for minor in (3, 4, 5, 6))
    assert (v23.can(Feature.HYBRID), v24.can(Feature.HYBRID)) == (False, True)
    assert (v24.can(Feature.NULLABLE), v25.can(Feature.NULLABLE)) == (False, True)
    assert (v25.can(Feature.PARTIAL_UPSERT), v26.can(Feature.PARTIAL_UPSERT)) == (False, True)
    assert v23.data_types < v24.data_types < v26.data_types
    assert DataType.GEOMETRY not in v23.data_types


@pytest.mark.parametrize("build", ["master-20261101-abc", "dev"])
def test_a_version_that_cannot_be_read_counts_as_the_newest(build: str) -> None:
    assert capabilities_of(build, "STANDALONE").features == frozenset(Feature)


def test_what_an_engine_lacks_is_refused_with_the_version_that_has_it() -> None:
    lite = capabilities_of("milvus_lite-3.2.2", "embedded")
    lite.require(Feature.HYBRID)
    with pytest.raises(
        Unsupported, match=r"Lite 3\.2\.2 has no resource groups \(since Milvus 2\.2\); nothing was sent"
    ):
        lite.require(Feature.RESOURCE_GROUPS)
