"""What the look-up of known vulnerabilities says."""

from typing import Any

import pytest
from audit import report

SOUND: dict[str, Any] = {"name": "numpy", "version": "2.0", "vulns": []}
UNKNOWN: dict[str, Any] = {"name": "vectorm", "skip_reason": "not on PyPI"}
BAD: dict[str, Any] = {"name": "grpcio", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}


def test_a_vulnerability_fails_the_checks(capsys: pytest.CaptureFixture[str]) -> None:
    assert report([SOUND, UNKNOWN]) == 0
    assert report([SOUND, BAD, UNKNOWN]) == 1
    assert "grpcio 1.0: PYSEC-1, fixed in 1.1\n2 packages looked up, 1 vulnerabilities; 1 are not known" in (
        capsys.readouterr().out
    )
