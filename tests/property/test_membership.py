"""Bloom filters and Roaring bitmaps are those of PyMilvus, byte for byte; without it, they hold what was put in."""

import struct
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorm.client.bloom_filter import BloomFilterBuilder, build_bloom_filter
from vectorm.client.roaring_filter import RoaringBitmapBuilder, build_roaring_bitmap
from vectorm.columns.xxh64 import xxh64
from vectorm.errors import ParamError

pymilvus: Any = pytest.importorskip("pymilvus")

INT64 = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
RATES = st.floats(0.0001, 0.05)
RANGES = st.tuples(st.integers(-(2**40), 2**40), st.integers(0, 70_000), st.sampled_from([1, 2, 3, 7])).map(
    lambda made: list(range(made[0], made[0] + made[1], made[2]))
)


@settings(deadline=None)
@given(st.lists(INT64, max_size=300), RATES)
def test_bloom_filters_of_integers(keys: list[int], rate: float) -> None:
    assert build_bloom_filter(keys, rate) == pymilvus.build_bloom_filter(keys, rate)


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=100), RATES)
def test_bloom_filters_of_texts(keys: list[str], rate: float) -> None:
    assert build_bloom_filter(keys, rate) == pymilvus.build_bloom_filter(keys, rate)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.lists(INT64, max_size=20), st.lists(TEXTS, max_size=20))
def test_bloom_filters_built_in_batches(size: int, numbers: list[int], texts: list[str]) -> None:
    ours, theirs = BloomFilterBuilder(size), pymilvus.BloomFilterBuilder(size)
    for builder in (ours, theirs):
        builder.add_string_batch(iter(texts)).add_int64_batch(iter(numbers))
    assert ours.build() == theirs.build()
    assert (ours.domains, ours.num_blocks) == (theirs.domains, theirs.num_blocks)


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(st.lists(INT64, max_size=50), st.lists(st.integers(-9, 70_000), max_size=500), RANGES), max_size=4
    )
)
def test_roaring_bitmaps(batches: list[list[int]]) -> None:
    keys = [key for batch in batches for key in batch]
    made = build_roaring_bitmap(keys)
    assert made == pymilvus.build_roaring_bitmap(keys)
    builder = RoaringBitmapBuilder()
    for batch in batches:
        builder.add_int64_batch(iter(batch))
    assert builder.build() == made
    assert builder.cardinality == len(set(keys))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_digests_are_those_of_the_specification(data: bytes) -> None:
    """Two rows at once, one of which is all zeros."""
    rows = np.reshape(np.frombuffer(data + bytes(len(data)), np.uint8), (2, len(data)))
    hash_ = pytest.importorskip("pymilvus.client.bloom_filter")._xxh64_python
    assert xxh64(rows).tolist() == [hash_(data), hash_(bytes(len(data)))]


def test_known_digests() -> None:
    """The examples of https://github.com/Cyan4973/xxHash."""
    assert int(xxh64(np.zeros((1, 0), np.uint8))[0]) == 0xEF46DB3751D8E999
    assert int(xxh64(np.frombuffer(b"a", np.uint8)[None])[0]) == 0xD24EC4F1A98C6E5B


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([1, "a"], "one is str"),
        (["a", 1], "one is int"),
        ([True], "one is bool"),
        ([1.5], "one is float"),
        ([2**63], "does not fit in 64 bits"),
        ("abc", "must be a list, not str"),
    ],
)
def test_bloom_filters_that_are_refused(members: Any, message: str) -> None:
    with pytest.raises(ParamError, match=message):
        build_bloom_filter(members)


@pytest.mark.parametrize("rate", [0, 0.06, float("nan"), True, "0.01"])
def test_rates_that_are_refused(rate: Any) -> None:
    with pytest.raises(ParamError, match="fpr of a Bloom filter must be from"):
        BloomFilterBuilder(1, rate)


def test_roaring_bitmaps_that_are_refused() -> None:
    wrong: Any = ["a"]
    with pytest.raises(ParamError, match="must be int; one is str"):
        build_roaring_bitmap(wrong)
    builder = RoaringBitmapBuilder().add_int64_batch([1, 2])
    with pytest.raises(ParamError, match="does not fit in 64 bits"):
        builder.add_int64_batch([3, 2**64])
    assert builder.cardinality == 2
    spread = [key << 32 for key in range(2**18 + 1)]
    with pytest.raises(ParamError, match="lie too far apart"):
        build_roaring_bitmap(spread)


def test_the_header_of_a_bitmap() -> None:
    magic, version, form, keys, size, reserved = struct.unpack_from("<4sHHQQQ", build_roaring_bitmap([5, 5, 7]))
    assert (magic, version, form, keys, reserved) == (b"MRB1", 1, 1, 2, 0)
    assert size == len(build_roaring_bitmap([5, 7])) - 32
