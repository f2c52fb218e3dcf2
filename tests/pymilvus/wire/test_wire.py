"""vectorm sends what pymilvus sends, but for the differences of `chosen.py`."""

import pytest

from tests.pymilvus.wire.chosen import CHOSEN, Chosen
from tests.pymilvus.wire.harness import Case, all_cases, outcome

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_same_requests(case: Case) -> None:
    unexplained = [each for each in outcome(case).differences if not any(rule.explains(each) for rule in CHOSEN)]
    assert not unexplained, "\n" + "\n".join(map(str, unexplained))


@pytest.mark.parametrize("rule", CHOSEN, ids=[f"{rule.method} {rule.path}" for rule in CHOSEN])
def test_chosen_difference_still_occurs(rule: Chosen) -> None:
    assert any(rule.explains(each) for case in CASES for each in outcome(case).differences), rule.reason


def test_names_of_cases_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
