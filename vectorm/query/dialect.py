"""Which filter forms the connected engine reads."""

from functools import lru_cache

from vectorm.expr.dialect import Dialect
from vectorm.spec.capabilities import Capabilities, Engine
from vectorm.spec.feature import Feature


@lru_cache(8)
def dialect_of(capabilities: Capabilities) -> Dialect:
    """The filter language of an engine.

    Tried on Milvus 2.3.5 and Milvus Lite 3.2.2; for Milvus in between the version that brought a form is taken from its
    documentation: patterns in `like` with 2.4, null tests and text match with 2.5; those of `Feature` say it there.
    """
    is_lite = capabilities.engine is Engine.LITE and not capabilities.version.startswith("2.")
    return Dialect(
        label=capabilities.label,
        null_tests=capabilities.can(Feature.NULLABLE),
        like_patterns=is_lite or capabilities.can(Feature.GROUP_BY),
        like_escapes=capabilities.can(Feature.GROUP_BY) and not is_lite,
        like_ends=not is_lite,
        modulo=not is_lite,
        arithmetic_order=is_lite,
        length_order=is_lite,
        text_match=capabilities.can(Feature.FUNCTIONS) and (is_lite or capabilities.can(Feature.NULLABLE)),
        text_match_minimum=capabilities.can(Feature.TEXT_MATCH_MINIMUM),
        text_match_fuzzy=capabilities.can(Feature.TEXT_MATCH_FUZZY),
        phrase_match=capabilities.can(Feature.PHRASE_MATCH),
        random_sample=capabilities.can(Feature.RANDOM_SAMPLE),
        dynamic_contains=not is_lite,
        geometry=capabilities.can(Feature.GEOMETRY_PREDICATES),
        struct_match=capabilities.can(Feature.STRUCT_MATCH),
    )
