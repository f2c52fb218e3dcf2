"""vectorm sends what pymilvus sends, but for the differences of `chosen.py`."""

import pytest

from tests.pymilvus.wire.callers import called, reachable
from tests.pymilvus.wire.chosen import CHOSEN, Chosen
from tests.pymilvus.wire.harness import Case, all_cases, outcome

CASES = all_cases()

PRIVATE: dict[str, str] = {"Dummy": "a call to the proxy for tests of Milvus itself; `GrpcHandler.dummy` alone has it"}
"""RPCs that pymilvus's handlers can send, but no public name of it does."""

NOT_YET: set[str] = {
    "AddCollectionField",
    "AddCollectionFunction",
    "AddCollectionStructField",
    "AddFileResource",
    "AlterCollectionField",
    "AlterCollectionFunction",
    "AlterCollectionSchema",
    "CreateSnapshot",
    "DescribeSnapshot",
    "DropCollectionFunction",
    "DropSnapshot",
    "DumpMessages",
    "GetRefreshExternalCollectionProgress",
    "GetReplicateConfiguration",
    "GetReplicateInfo",
    "GetRestoreSnapshotState",
    "ListFileResources",
    "ListRefreshExternalCollectionJobs",
    "ListRestoreSnapshotJobs",
    "ListSnapshots",
    "PinSnapshotData",
    "RefreshExternalCollection",
    "RemoveFileResource",
    "RestoreSnapshot",
    "RunAnalyzer",
    "UnpinSnapshotData",
    "UpdateReplicateConfiguration",
}
"""RPCs that no case makes both libraries send."""


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_same_requests(case: Case) -> None:
    found = outcome(case)
    if found.failure is not None:
        raise found.failure
    unexplained = [each for each in found.differences if not any(rule.explains(each) for rule in CHOSEN)]
    assert not unexplained, "\n" + "\n".join(map(str, unexplained))


@pytest.mark.parametrize("rule", CHOSEN, ids=[f"{rule.method} {rule.path}" for rule in CHOSEN])
def test_chosen_difference_still_occurs(rule: Chosen) -> None:
    assert any(rule.explains(each) for case in CASES for each in outcome(case).differences), rule.reason


def test_every_request_of_pymilvus_has_a_case() -> None:
    covered = frozenset[str]().union(*(outcome(case).shared for case in CASES))
    wanted = called() - PRIVATE.keys()
    assert wanted - covered == NOT_YET, "cases are missing, or have come"


def test_private_requests_have_no_public_caller() -> None:
    assert called() - reachable() == PRIVATE.keys()


def test_the_callers_are_found() -> None:
    assert len(called()) > 100
    assert {"Connect", "Search", "DumpMessages", "FlushAll", "GetReplicas"} <= called()


def test_names_of_cases_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
