"""Import the names that a program uses: CPU and memory of a process that does only that."""

from benchmarks.model import Case, Line, Options, Variant, Work

CLIENT, MODELS = "from ... import MilvusClient", "from ... import Model, Session, select, search"


def pymilvus_client(_address: str, _options: Options) -> Work:
    def work() -> None:
        from pymilvus import MilvusClient  # noqa: F401

    return work


def vectorm_client(_address: str, _options: Options) -> Work:
    def work() -> None:
        from vectorm import MilvusClient  # noqa: F401

    return work


def vectorm_models(_address: str, _options: Options) -> Work:
    def work() -> None:
        from vectorm import Mapped, Model, Session, connections, field, search, select, vector  # noqa: F401

    return work


def numpy_alone(_address: str, _options: Options) -> Work:
    def work() -> None:
        import numpy as np  # noqa: F401

    return work


def numpy_and_pydantic(_address: str, _options: Options) -> Work:
    """What any model needs: pydantic loads most of itself when the first class is defined."""

    def work() -> None:
        import numpy as np  # noqa: F401
        from pydantic import BaseModel, create_model

        create_model("Empty", __base__=BaseModel)

    return work


THEIRS, NUMPY, MODEL = f"pymilvus: {CLIENT}", "import numpy", "import numpy, pydantic, and an empty model"
CASE = Case(
    name="import",
    summary="import in a new process",
    dims=(0,),
    variants=(
        Variant("pymilvus", CLIENT, pymilvus_client, fresh=True, warm=False),
        Variant("vectorm", CLIENT, vectorm_client, fresh=True, warm=False),
        Variant("vectorm", MODELS, vectorm_models, fresh=True, warm=False),
        Variant("floor", NUMPY, numpy_alone, fresh=True, warm=False),
        Variant("floor", MODEL, numpy_and_pydantic, fresh=True, warm=False),
    ),
    lines=(
        Line("import MilvusClient", f"vectorm: {CLIENT}", THEIRS, f"floor: {NUMPY}", {0: 2.5}),
        Line("import Model, Session, select", f"vectorm: {MODELS}", THEIRS, f"floor: {MODEL}", {0: 2.5}),
        Line("import MilvusClient, memory", f"vectorm: {CLIENT}", THEIRS, goals={0: 0.4}, measure="memory"),
        Line("import Model, Session, select, memory", f"vectorm: {MODELS}", THEIRS, goals={0: 0.4}, measure="memory"),
    ),
    per=("import", lambda _options: 1),
)
