"""What pymilvus and vectorm send for the same call, message by message, and what they make of the same reply.

No engine is needed: a server of our own records each request and answers it with a canned reply. So it also proves
calls that no engine at hand implements. To add a case, write a function in a file `cases_<topic>.py` of this folder:

    from typing import Any

    from tests.pymilvus.wire.harness import Cases

    CASES = Cases(__name__)


    @CASES.client
    def create_alias(lib: Any, client: Any) -> None:
        client.create_alias("plain", "nick")


    @CASES.orm
    def utility_create_alias(lib: Any) -> None:
        lib.utility.create_alias("plain", "nick")

`lib` is the package: `lib.DataType` is pymilvus's in one run and vectorm's in the other. A `client` case runs with
`MilvusClient` and again with `AsyncMilvusClient`, whose coroutines the harness awaits; write `@CASES.sync_client` or
`@CASES.async_client` where only one of them has the method. An `orm` case finds a connection under the alias `default`.

The server knows the collections of `schemas.py` (any other name is "not found"). What a reply must hold, so that both
libraries go on, stands in `replies.py`; most methods are answered with an empty message, which means success.

A difference that we chose gets an entry in `chosen.py`, by request type and field, with the reason. A method that a new
case covers is taken out of `NOT_YET` in `test_wire.py`.

    python -m tests.pymilvus.wire.gaps            what pymilvus can build, and no case makes it build
    pytest tests/pymilvus/wire                    all
    pytest tests/pymilvus/wire -k create_alias    one
"""
