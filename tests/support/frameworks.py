"""The vector-store packages of RAG frameworks, in an environment of their own.

Their dependencies bring pytest plugins and pins (llama-index still asks for PyMilvus 2), so they are not installed
beside the tests. The environment is made once and kept; it sees the packages of the tests' own environment below its
own.
"""

import hashlib
import os
import shutil
import site
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

PACKAGES = ("langchain-milvus==0.4.0", "milvus-haystack==0.1.0", "llama-index-core>=0.14,<0.15")
WITHOUT_DEPENDENCIES = ("llama-index-vector-stores-milvus==1.2.0",)
"""Wants PyMilvus 2; runs with PyMilvus 3.0.2 as well."""


class InstallFailed(Exception):
    """pip could not provide the packages."""


def install(cache: Path) -> Path:
    """The Python of the environment, made below `cache` if it is not there yet (about a minute, 230 MB)."""
    pins = hashlib.sha256(" ".join((sys.prefix, *PACKAGES, *WITHOUT_DEPENDENCIES)).encode()).hexdigest()[:8]
    folder = cache / f"frameworks-{sysconfig.get_python_version()}-{pins}"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder, with_pip=False)
        # Below its own packages: those of this environment, PyMilvus and vectorm's dependencies among them.
        below = folder / "lib" / f"python{sysconfig.get_python_version()}" / "site-packages" / "below.pth"
        below.write_text("\n".join(site.getsitepackages()), encoding="utf-8")
        pip_install(python, *PACKAGES)
        pip_install(python, "--no-deps", *WITHOUT_DEPENDENCIES)
        (folder / "complete").touch()
    return python


def pip_install(python: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=dict(os.environ))
    if run.returncode:
        lines = run.stderr.strip().splitlines()
        raise InstallFailed(lines[-1] if lines else "pip gave no reason")
