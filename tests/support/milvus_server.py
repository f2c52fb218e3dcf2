"""Run Milvus 2.3.5 standalone (the PyPI package `milvus`) as a child that cannot outlive us.

    python -m tests.support.milvus_server DATA_FOLDER FIRST_PORT

It prints `<proxy port> <pid of milvus>` when the server answers, and ends Milvus when its own standard input closes:
a test run that is killed leaves no server behind. Milvus listens on all interfaces, so it only runs during tests.

The ports are fixed by FIRST_PORT: with free ports of the moment, a restarted server can meet the addresses of another
one in its etcd.
"""

import fcntl
import importlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

PORTS = (
    "proxy_port", "proxy_internal_port", "root_coord_port", "query_coord_port", "query_node_port", "index_coord_port",
    "index_node_port", "data_coord_port", "data_node_port", "etcd_port",
)  # fmt: skip
ETCD_PEER = len(PORTS)
METRICS = len(PORTS) + 1
PORT_COUNT = len(PORTS) + 2
START_TIMEOUT = 120.0
SOONER = {
    "QUERYCOORD_CHECKCHANNELINTERVAL": "50",
    "QUERYCOORD_CHECKSEGMENTINTERVAL": "50",
    "QUERYCOORD_CHECKINDEXINTERVAL": "100",
    "QUERYCOORD_DISTPULLINTERVAL": "50",
    "QUERYCOORD_LEADERVIEWUPDATEINTERVAL": "1",
    "QUERYCOORD_UPDATENEXTTARGETINTERVAL": "1",
    "PROXY_TIMETICKINTERVAL": "50",
    "INDEXCOORD_SCHEDULER_INTERVAL": "100",
}
"""The server looks more often (milliseconds, seconds for the 1s) for work, and a Strong read waits for a shorter tick.

A load takes 1.2 s then, not 3 s; a Strong query 0.05 s, not 0.25 s.
"""


def main(folder: str, first_port: str, settings: list[str]) -> int:
    data = Path(folder)
    process = start(data, int(first_port), dict(each.split("=", 1) for each in settings))
    try:
        wait_until_healthy(process, int(first_port) + METRICS)
        print(first_port, process.pid, flush=True)
        sys.stdin.read()
    finally:
        stop(process)
    return 0


def start(data: Path, first_port: int, settings: dict[str, str]) -> subprocess.Popen[bytes]:
    """Write the configuration and start the server, without waiting for it.

    Settings in lower case are keys of the package's template, those in upper case Milvus's own, as its environment
    takes them: `QUOTAANDLIMITS_FLUSHRATE_MAX`.
    """
    package: Any = importlib.import_module("milvus")
    (data / "bin").mkdir(parents=True, exist_ok=True)
    config = package.MilvusServerConfig(data_dir=str(data))
    config.resolve_storage()
    for i, key in enumerate(PORTS):
        config.set(key, first_port + i)
    for key, value in settings.items():
        if key.islower():
            config.set(key, typed(value))
    config.write_config()  # its `resolve()` refuses a port that was closed a moment ago
    with (data / "bin" / ".lock").open("a") as lock:  # other test runs share the folder
        fcntl.flock(lock, fcntl.LOCK_EX)
        package._initialize_data_files(str(data))
    log = (data / "logs" / "milvus.log").open("wb")
    environment = {
        **os.environ,
        **SOONER,
        **{key: value for key, value in settings.items() if key.isupper()},
        "DEPLOY_MODE": "STANDALONE",
        "ETCD_CONFIG_PATH": str(write_etcd_config(data, first_port)),
        "LD_LIBRARY_PATH": str(data / "bin"),
        "METRICS_PORT": str(first_port + METRICS),
        "MILVUS_RUN_DIR": str(data / "run"),
    }
    return subprocess.Popen(
        [data / "bin" / "milvus", "run", "standalone"], cwd=data, env=environment, stdout=log, stderr=log
    )


def typed(value: str) -> bool | int | str:
    """A setting as Milvus's template wants it."""
    if value in {"true", "false"}:
        return value == "true"
    return int(value) if value.isdigit() else value


def write_etcd_config(data: Path, first_port: int) -> Path:
    """Embedded etcd takes port 2379 unless a file of its own says otherwise."""
    client = f"http://127.0.0.1:{first_port + PORTS.index('etcd_port')}"
    peer = f"http://127.0.0.1:{first_port + ETCD_PEER}"
    path = data / "configs" / "etcd.yaml"
    path.write_text(
        f"listen-client-urls: {client}\n"
        f"advertise-client-urls: {client}\n"
        f"listen-peer-urls: {peer}\n"
        f"initial-advertise-peer-urls: {peer}\n"
        f"initial-cluster: default={peer}\n"
    )
    return path


def wait_until_healthy(process: subprocess.Popen[bytes], metrics_port: int) -> None:
    """Return when every part of the server says that it is healthy."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"milvus ended with code {process.returncode} while it started")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{metrics_port}/healthz", timeout=5) as reply:
                if b"OK" in reply.read():
                    return
        except (urllib.error.URLError, OSError):
            pass
        time.sleep(0.1)
    raise TimeoutError(f"milvus did not start within {START_TIMEOUT:.0f} s")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the server; its data is thrown away, so there is nothing to wait for."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
