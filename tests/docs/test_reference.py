"""The reference pages leave no public name out."""

import re
from types import ModuleType

import pytest

import vectorm
from tests.docs.pages import ROOT
from vectorm._exports import HOMES

PAGES = "\n".join(page.read_text("utf-8") for page in sorted((ROOT / "docs" / "reference").glob("*.md")))
SHOWN = set(re.findall(r"^::: ([\w.]+)$", PAGES, re.MULTILINE))


def homes(name: str) -> set[str]:
    """The places under which the reference may show a name: the module of the object, and the object itself."""
    value: object = getattr(vectorm, name)
    if isinstance(value, ModuleType):
        return {value.__name__}
    kind = value if hasattr(value, "__qualname__") else type(value)
    modules = {str(getattr(kind, "__module__", "")), HOMES[name]}
    return modules | {f"{module}.{getattr(kind, '__qualname__', name)}" for module in modules}


@pytest.mark.parametrize("name", sorted({*vectorm.__all__} - {"__version__"}))
def test_a_public_name_stands_in_the_reference(name: str) -> None:
    assert homes(name) & SHOWN or f"`{name}`" in PAGES, f"show {name} in docs/reference/*.md"
