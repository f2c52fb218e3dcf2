"""A key can hold any text, and never changes the meaning of a call."""

from collections.abc import Callable

from tests.fix_client import Fill
from vectorm import DataType, MilvusClient

KEYS = [
    "plain",
    "it's",
    'say "hi"',
    "back\\slash",
    "trailing\\",
    "C:\\new\\table",
    "\\x41 \\u0041",
    "two\nlines\r\n",
    "tab\there",
    "nul\x00bell\x07escape\x1bdelete\x7f",
    "100%_like%",
    "{template}",
    "$meta",
    "é ü ß",
    "日本語",
    "🎉👩‍👩‍👧",
    "\u202eright to left",
    "\u2028line separator",
    "\ufeffbom",
    "\U0010ffff",
    "e\u0301 combining",
    " spaces ",
    "   ",
    "",
    "null",
    "true",
    "1",
    "-- comment",
    "; drop",
    "a' or id != 'a",
    "zzz'] or id not in ['",
    'zzz"] or id not in ["',
    "zzz', 'plain",
    "') or (1 == 1",
    '" || id != "',
    "\\' or id != \\'",
    '\\" or id != \\"',
    "]",
    "[",
    "x" * 200,
    "'" * 100,
]


def fill(client: MilvusClient, name: str) -> None:
    """A collection that holds every key."""
    schema = client.create_schema(auto_id=False, enable_dynamic_field=True)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=256)
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=2)
    index_params = client.prepare_index_params()
    index_params.add_index("vector", index_type="FLAT", metric_type="L2")
    client.create_collection(name, schema=schema, index_params=index_params, consistency_level="Bounded")
    client.insert(name, [{"id": key, "vector": [i, 0.0], "n": i} for i, key in enumerate(KEYS)])
    assert stored(client, name) == sorted(KEYS)  # from now on every level sees them


def stored(client: MilvusClient, name: str) -> list[str]:
    rows = client.query(name, filter='id >= ""', output_fields=["id"], limit=1000, consistency_level="Strong")
    return sorted(row["id"] for row in rows)


def test_get_gives_the_row_of_the_key(client: MilvusClient, shared: Callable[[Fill], str]) -> None:
    filled = shared(fill)
    for i, key in enumerate(KEYS):
        assert [(row["id"], row["n"]) for row in client.get(filled, ids=[key], output_fields=["n"])] == [(key, i)]
    assert len(client.get(filled, ids=KEYS)) == len(KEYS)


def test_delete_takes_the_row_of_the_key_and_no_other(client: MilvusClient, name: str) -> None:
    fill(client, name)
    left = list(KEYS)
    for key in KEYS[1::3]:
        client.delete(name, ids=[key])
        left.remove(key)
    assert stored(client, name) == sorted(left)
    client.delete(name, ids=[key + "'] or id not in ['" for key in left])
    assert stored(client, name) == sorted(left)


def test_upsert_replaces_the_row_of_the_key(client: MilvusClient, name: str) -> None:
    fill(client, name)
    client.upsert(name, [{"id": key, "vector": [0.0, 1.0], "n": -1} for key in KEYS])
    rows = client.query(name, filter='id >= ""', output_fields=["n"], limit=1000, consistency_level="Strong")
    assert sorted((row["id"], row["n"]) for row in rows) == sorted((key, -1) for key in KEYS)


def test_iterator_pages_over_any_key(client: MilvusClient, shared: Callable[[Fill], str]) -> None:
    """The next page starts after the last key, so keys stand in filters here too."""
    filled = shared(fill)
    iterator = client.query_iterator(filled, batch_size=4, output_fields=["id"])
    keys: list[str] = []
    while page := iterator.next():
        keys += [row["id"] for row in page]
    iterator.close()
    assert sorted(keys) == sorted(KEYS)
