"""Import the package: CPU and memory of the process that does only that."""

from importlib import import_module

from benchmarks.model import Case, Options, Replies, Variant, Work


def replies(_options: Options) -> Replies:
    return {}


def importer(package: str) -> Work:
    return lambda: import_module(package)


CASE = Case(
    name="import",
    summary="import the package in a new process",
    replies=replies,
    variants=(
        Variant("pymilvus", "import", lambda _address, _options: importer("pymilvus")),
        Variant("vectorm", "import", lambda _address, _options: importer("vectorm")),
    ),
    per=("import", lambda _options: 1),
)
