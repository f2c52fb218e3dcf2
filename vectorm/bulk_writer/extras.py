"""Packages that only bulk writing needs."""


def missing(error: ModuleNotFoundError, extra: str) -> ModuleNotFoundError:
    """The error of a package that is not there: says which extra has it."""
    told = f"{error.name} is not installed; it comes with the extra: pip install 'vectorm[{extra}]'"
    return ModuleNotFoundError(told, name=error.name)
