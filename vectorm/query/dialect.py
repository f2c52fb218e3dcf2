"""Which filter forms the connected engine reads."""

from vectorm.expr.dialect import Dialect
from vectorm.spec.capabilities import Capabilities, Engine


def dialect_of(capabilities: Capabilities) -> Dialect:
    """The filter language of an engine.

    Tried on Milvus 2.3.5 and Milvus Lite 3.2.2; for Milvus in between the version that brought a form is taken from its
    documentation: patterns in `like` with 2.4, null tests and text match with 2.5.
    """
    is_lite = capabilities.engine is Engine.LITE and not capabilities.version.startswith("2.")
    return Dialect(
        label=capabilities.label,
        null_tests=capabilities.nullable,
        like_patterns=is_lite or capabilities.group_by,
        like_escapes=capabilities.group_by and not is_lite,
        modulo=not is_lite,
        arithmetic_order=is_lite,
        length_order=is_lite,
        text_match=capabilities.functions and (is_lite or capabilities.nullable),
        dynamic_contains=not is_lite,
    )
