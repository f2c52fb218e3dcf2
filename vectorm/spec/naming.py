"""How the names of collections differ from one environment to the next."""

from vectorm.records import dataclass


@dataclass(frozen=True, slots=True)
class Naming:
    """What stands around the names that models give their collections: `dev_` + `docs`.

    It belongs to a connection, so that one model serves several environments at once. Names that are given to
    `MilvusClient`, `Collection` and the like are sent as they are.
    """

    prefix: str = ""
    suffix: str = ""

    def collection(self, name: str) -> str:
        """The name of a model's collection on the server."""
        return f"{self.prefix}{name}{self.suffix}"


AS_DECLARED = Naming()
"""Collections have the names that the models give."""
