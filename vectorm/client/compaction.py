"""Compactions as PyMilvus shows them."""

from vectorm.client.checks import as_int
from vectorm.client.sizes import parse_target_size
from vectorm.client.states import State
from vectorm.errors import ParamError
from vectorm.spec.compaction import Compaction, CompactionJob, CompactionPlan


class CompactionState:
    """How far a compaction is: the number of its plans in each state."""

    def __init__(self, compaction_id: int, state: State, in_executing: int, in_timeout: int, completed: int) -> None:
        self.compaction_id = compaction_id
        self.state = state
        self.in_executing = in_executing
        self.in_timeout = in_timeout
        self.completed = completed

    @property
    def state_name(self) -> str:
        """The state as text."""
        return self.state.name

    def __repr__(self) -> str:
        return (
            f"\nCompactionState\n - compaction id: {self.compaction_id}\n - State: {self.state.name}\n"
            f" - executing plan number: {self.in_executing}\n - timeout plan number: {self.in_timeout}\n"
            f" - complete plan number: {self.completed}\n"
        )


class Plan:
    """Which segments are merged into which."""

    def __init__(self, plan: CompactionPlan) -> None:
        self.sources = list(plan.sources)
        self.target = plan.target
        self.targets = list(plan.targets) or ([plan.target] if plan.target > 0 else [])
        self.plan_id = plan.plan_id
        self.task_id = plan.plan_id
        self.trigger_id = plan.trigger_id
        self.collection_id = plan.collection_id
        self.partition_id = plan.partition_id
        self.channel = plan.channel
        self.compaction_type = plan.type
        self.state = plan.state
        self.failure_reason = plan.failure_reason

    def __repr__(self) -> str:
        return (
            f"\nPlan:\n - plan id: {self.plan_id}\n - trigger id: {self.trigger_id}\n - type: {self.compaction_type}\n"
            f" - state: {self.state}\n - sources: {self.sources}\n - targets: {self.targets}\n"
        )


class CompactionPlans:
    """The plans of a compaction, or of all those of a collection."""

    def __init__(self, compaction_id: int, job: CompactionJob, collection_name: str = "") -> None:
        self.compaction_id = compaction_id
        self.collection_name = collection_name
        self.state = State(job.state)
        self.plans = [Plan(plan) for plan in job.plans]

    def __repr__(self) -> str:
        return (
            f"\nCompaction Plans:\n - compaction id: {self.compaction_id}\n"
            f" - collection name: {self.collection_name}\n - state: {self.state.name}\n - plans: {self.plans}\n  "
        )


def compaction_state(job_id: int, job: CompactionJob) -> CompactionState:
    """What `Collection.get_compaction_state` returns."""
    return CompactionState(job_id, State(job.state), job.executing, job.timed_out, job.completed)


def compaction(
    collection: str, is_clustering: object, is_l0: object, target_size: object, unit: str = "mb"
) -> Compaction:
    """The arguments of `compact`.

    Raises:
        ParamError: One of a wrong type, or a size below 1 MB.
    """
    for what, value in (("is_clustering", is_clustering), ("is_l0", is_l0)):
        if not isinstance(value, bool):
            raise ParamError(message=f"{what} must be a bool, not {type(value).__name__}")
    size = 0
    if target_size is not None:
        size = parse_target_size(f"{as_int('target_size', target_size, least=1)}{unit}")
    return Compaction(collection=collection, clustering=bool(is_clustering), level_zero=bool(is_l0), target_size=size)
