"""Passwords and tokens that cannot be printed by accident: as text, and in the headers of calls."""


class Secret:
    """A text that shows itself as `***` in repr, str and format; `reveal()` gives it.

    Secrets compare by value and are not pickled: a password has no business in a file.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str = "") -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def __repr__(self) -> str:
        return "'***'" if self._text else "''"

    __str__ = __repr__

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __reduce__(self) -> str:
        message = "a Secret is not pickled; pass the name of an environment variable instead"
        raise TypeError(message)


class Headers(tuple[tuple[str, str], ...]):
    """Headers of calls. One may be a password in base64: their repr shows the names only, and they are not pickled.

    Error trackers that record local variables get no more.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Headers({', '.join(name for name, _ in self)})"

    def __reduce__(self) -> str:
        message = "headers are not pickled: they may hold a password"
        raise TypeError(message)
