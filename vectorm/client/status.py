"""`Status`: what some calls of PyMilvus return when all went well."""


class Status:
    """Code 0: success. A failure is raised and never returned."""

    def __init__(self, code: int = 0, message: str = "") -> None:
        self.code = code
        self.message = message

    def OK(self) -> bool:  # noqa: N802  # PyMilvus's name
        """Whether it is a success."""
        return self.code == 0

    def __eq__(self, other: object) -> bool:
        return self.code == (other.code if isinstance(other, Status) else other)

    def __hash__(self) -> int:
        return hash(self.code)

    def __repr__(self) -> str:
        return f"Status(code={self.code}, message={self.message})"
