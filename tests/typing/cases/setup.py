"""Connections and collections. A line marked `# error` is one in both checkers; no other line is."""

from typing_extensions import assert_type

from tests.typing.cases.models import Auto, Doc
from vectorm import async_schema, connections, schema
from vectorm.connection.handle import AsyncConnection, Connection

# What can be done.
connections.connect(uri="./docs.db")
connections.connect("prod", host="localhost", port=19530, user="me", password="...", db_name="sales", timeout=3)
connections.connect("cloud", token="...", uri="https://example.org:443", secure=True)
connections.add_connection(default={"host": "localhost", "port": "19530"}, prod={"uri": "https://example.org"})
assert_type(connections.get(), Connection)
assert_type(connections.get_async("prod"), AsyncConnection)
assert_type(connections.has_connection("prod"), bool)
connections.connect("dev", uri="./docs.db", collection_prefix="dev_")
connections.disconnect("prod")
assert_type(schema.ensure(Doc, Auto), list[str])
schema.ensure(Doc, bind=connections.get(), timeout=5)
schema.create_all("prod")
schema.drop_all(Doc)

# What cannot.
connections.connect(url="./docs.db")  # error: call-arg | reportCallIssue
connections.connect(uri=3)  # error: arg-type | reportArgumentType
connections.connect("prod", port=[19530])  # error: arg-type | reportArgumentType
connections.connect("prod", secure="yes")  # error: arg-type | reportArgumentType
connections.connect("prod", timeout="3")  # error: arg-type | reportArgumentType
connections.add_connection(prod="./docs.db")  # error: arg-type | reportArgumentType
connections.add_connection({"uri": "./docs.db"})  # error: call-arg | reportCallIssue
connections.get(3)  # error: arg-type | reportArgumentType
connections.disconnect()  # error: call-arg | reportCallIssue
connections.connect("dev", collection_prefix=["dev_"])  # error: arg-type | reportArgumentType
connections.conect()  # error: attr-defined | reportAttributeAccessIssue
schema.ensure("docs")  # error: arg-type | reportArgumentType
schema.ensure(Doc(id=1, title="x", dense=[1.0]))  # error: arg-type | reportArgumentType
schema.ensure([Doc])  # error: arg-type | reportArgumentType
schema.ensure(Doc, bind=3)  # error: arg-type | reportArgumentType
schema.ensure(Doc, bind=connections.get_async())  # error: arg-type | reportArgumentType
schema.ensure(Doc, force=True)  # error: call-arg | reportCallIssue
schema.drop_all("docs")  # error: arg-type | reportArgumentType
schema.create(Doc)  # error: attr-defined | reportAttributeAccessIssue
_ = async_schema.ensure(Doc, bind=connections.get())  # error: arg-type | reportArgumentType
