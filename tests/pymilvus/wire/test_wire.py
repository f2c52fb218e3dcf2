"""vectorm sends what pymilvus sends, but for the differences of `chosen.py`."""

import pytest

from tests.pymilvus.wire.callers import called, codes, reachable
from tests.pymilvus.wire.chosen import CHOSEN, Chosen
from tests.pymilvus.wire.harness import Case, all_cases, outcome
from tests.pymilvus.wire.results import agree
from tests.pymilvus.wire.theirs import METHODS, async_grpc_handler

CASES = all_cases()

PRIVATE: dict[str, str] = {"Dummy": "a call to the proxy for tests of Milvus itself; `GrpcHandler.dummy` alone has it"}
"""RPCs that pymilvus's handlers can send, but no public name of it does."""

NOT_YET: set[str] = set()
"""RPCs that no case makes both libraries send."""

DEAD = "nothing in pymilvus calls it"
BROKEN = "fails in pymilvus: its async handler has no such method"
LOCAL = "sends nothing"

UNUSED: dict[str, str] = {
    "AsyncMilvusClient.flush_all": BROKEN,
    "AsyncMilvusClient.get_compaction_plans": BROKEN,
    "AsyncMilvusClient.get_flush_all_state": BROKEN,
    "AsyncMilvusClient.get_server_type": LOCAL,
    "AsyncMilvusClient.optimize": "pymilvus's does not load anew at its end, as it does in MilvusClient",
    "AsyncMilvusClient.refresh_load": "pymilvus's only asks for the progress, as it does not in MilvusClient",
    "AsyncMilvusClient.update_replicate_configuration": BROKEN,
    "Index.to_dict": LOCAL,
    "Prepare.collection_stats_request": DEAD,
    "Prepare.dummy_request": "see `PRIVATE`",
    "Prepare.empty": DEAD,
    "Prepare.get_index_build_progress": DEAD,
    "Prepare.get_index_state_request": DEAD,
    "Prepare.get_schema": "for fields given as dicts, which no public name takes",
    "Prepare.partition_name": DEAD,
    "Prepare.partition_stats_request": DEAD,
    "Prepare.register_link_request": DEAD,
    "utility.get_server_type": LOCAL,
    "utility.hybridts_to_datetime": LOCAL,
    "utility.hybridts_to_unixtime": LOCAL,
    "utility.mkts_from_datetime": LOCAL,
    "utility.mkts_from_hybridts": LOCAL,
    "utility.mkts_from_unixtime": LOCAL,
}
"""Public functions of pymilvus, and builders of messages, that no case runs, and why."""

OTHER_RESULTS: dict[tuple[str, str], str] = {
    ("list_aliases", "async"): "a dict, as in MilvusClient: pymilvus's async client gives a bare list",
}
"""Methods of clients, and why they return something else here."""

CLIENT_CASES = [case for case in CASES if case.style in {"sync", "async"}]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_same_requests(case: Case) -> None:
    found = outcome(case)
    if found.failure is not None:
        raise found.failure
    unexplained = [each for each in found.differences if not any(rule.explains(case.name, each) for rule in CHOSEN)]
    assert not unexplained, "\n" + "\n".join(map(str, unexplained))


@pytest.mark.parametrize("rule", CHOSEN, ids=[f"{rule.method} {rule.path}" for rule in CHOSEN])
def test_chosen_difference_still_occurs(rule: Chosen) -> None:
    assert any(rule.explains(case.name, each) for case in CASES for each in outcome(case).differences), rule.reason


@pytest.mark.parametrize("case", CLIENT_CASES, ids=[case.name for case in CLIENT_CASES])
def test_same_results(case: Case) -> None:
    for theirs, ours in outcome(case).results:
        assert theirs.method == ours.method
        if (theirs.method, case.style) not in OTHER_RESULTS:
            assert agree(theirs.value, ours.value), f"{ours.method}\n{theirs.value}\n{ours.value}"


@pytest.mark.parametrize(("method", "style"), OTHER_RESULTS)
def test_other_results_still_differ(method: str, style: str) -> None:
    pairs = [pair for case in CLIENT_CASES if case.style == style for pair in outcome(case).results]
    assert any(theirs.method == method and not agree(theirs.value, ours.value) for theirs, ours in pairs)


def test_chosen_differences_are_specific() -> None:
    for rule in CHOSEN:
        assert rule.method != "*" or rule.path.startswith("@"), rule.reason
        assert rule.path or rule.cases != ("*",), rule.reason
        assert rule.method == "*" or rule.method in METHODS, rule.method


def test_every_request_of_pymilvus_has_a_case() -> None:
    covered = frozenset[str]().union(*(outcome(case).shared for case in CASES))
    wanted = called() - PRIVATE.keys()
    assert wanted - covered == NOT_YET, "cases are missing, or have come"


def test_private_requests_have_no_public_caller() -> None:
    assert called() - reachable() == PRIVATE.keys()


def test_every_public_method_of_pymilvus_has_a_case() -> None:
    reached = frozenset[str]().union(*(outcome(case).reached for case in CASES))
    assert set(codes().values()) - reached == UNUSED.keys(), "cases are missing, or have come"


def test_broken_methods_are_broken() -> None:
    for name in (name for name, why in UNUSED.items() if why == BROKEN):
        assert not hasattr(async_grpc_handler.AsyncGrpcHandler, name.rpartition(".")[2])


def test_the_callers_are_found() -> None:
    assert len(called()) > 100
    assert {"Connect", "Search", "DumpMessages", "FlushAll", "GetReplicas"} <= called()


def test_names_of_cases_are_unique() -> None:
    assert len({case.name for case in CASES}) == len(CASES)
