"""What the state machines of sessions share."""

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.support.recording_proxy import Fault

__all__ = ["RUNS", "faults", "keys", "numbers", "picks", "run_machine", "texts"]

RUNS = settings().max_examples // 5
"""20 with hypothesis's 100 examples, 400 with those of the profile `nightly`; for each engine, sync and async."""

PHASES = (Phase.explicit, Phase.reuse, Phase.generate, *((Phase.shrink,) if RUNS > 20 else ()))
"""Shrinking takes minutes."""

texts = st.sampled_from(["a", "b", "it's", 'say "hi"\\', "ü🦊\n", "%_"])
numbers = st.integers(-3, 3)
keys = st.sampled_from([1, 2, 3])
picks = st.integers(0, 9)
faults = st.sampled_from(Fault)


def run_machine(machine: type[RuleBasedStateMachine], runs: int = RUNS) -> None:
    """Random runs of a state machine."""
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            phases=PHASES,
            report_multiple_bugs=False,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
