"""Look for known vulnerabilities in what is installed here, with pip-audit.

python tools/audit.py    exit 1 when there are some; where the data cannot be had, say so and exit 0
"""

import json
import subprocess
import sys
import tempfile
from importlib.metadata import version
from typing import Any, TypeAlias

Dependencies: TypeAlias = list[dict[str, Any]]


def audit(*options: str) -> Dependencies | None:
    """What pip-audit tells of each package; None if it could not do its work."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off", *options]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        found: Dependencies = json.loads(ended.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        print(ended.stderr.strip()[-500:], file=sys.stderr)
        return None
    return found


def has_data() -> bool:
    """Whether the source of pip-audit knows any package: a mirror of the packages alone knows none."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(f"pip=={version('pip')}\n")
        file.flush()
        found = audit("--no-deps", "--disable-pip", "--requirement", file.name)
    return any("vulns" in each for each in found or ())


def report(found: Dependencies) -> int:
    """Print what is known; 1 if there are vulnerabilities."""
    skipped = [each["name"] for each in found if "vulns" not in each]
    bad = [(each["name"], each["version"], vuln) for each in found for vuln in each.get("vulns", ())]
    for name, installed, vuln in bad:
        print(f"{name} {installed}: {vuln['id']}, fixed in {', '.join(vuln['fix_versions']) or 'no version'}")
    print(f"{len(found) - len(skipped)} packages looked up, {len(bad)} vulnerabilities; {len(skipped)} are not known")
    return 1 if bad else 0


def main() -> int:
    """Look up every installed package."""
    found = audit("--skip-editable") if has_data() else None
    if found is None:
        print("NOT AUDITED: the vulnerability data of PyPI cannot be had from here")
        return 0
    return report(found)


if __name__ == "__main__":
    sys.exit(main())
