"""The paragraphs of the demo are clean text."""

import re
import sys

from tests.docs.pages import ROOT

sys.path.insert(0, str(ROOT / "examples"))

from python_reference import clean, paragraphs


def test_markup_is_taken_out() -> None:
    assert (
        clean("* A *context manager* is\n  an object, see **PEP 343** [1].")
        == "A context manager is an object, see PEP 343."
    )


def test_code_in_the_text_stays() -> None:
    assert clean('If "*args" is used, "x ** y" is "y*y"') == 'If "*args" is used, "x ** y" is "y*y"'


def test_a_term_and_its_explanation_are_told_apart() -> None:
    assert clean("object.__dict__\n   A dictionary.") == "object.__dict__: A dictionary."


def test_the_reference_is_there_once_and_clean() -> None:
    found = paragraphs()
    assert len(found) > 1_000
    assert len({each.text for each in found}) == len(found)
    for each in found:
        assert not re.search(r"\n|  |::=|^[*•] |\*\*PEP", each.text), each
        assert not re.search(r"[*=~-]{4}", each.title), each
        assert len(each.text.encode()) <= 4_000
        assert len(each.code.encode()) <= 16_000
        assert len(each.title.encode()) <= 200


def test_versions_and_examples_are_found() -> None:
    found = paragraphs()
    assert any(each.since == 8 for each in found)
    assert any(each.code.startswith(">>> ") for each in found)
    assert any(each.title == "String Methods: str.casefold()" for each in found)
