"""Certificates for tests of TLS: made by openssl, valid for two days."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

SIGN = "subjectAltName=DNS:localhost,IP:127.0.0.1"


@dataclass(frozen=True)
class Certificates:
    """Files `ca`, `stranger`, `server` and `client`, each `.pem` and `.key`; `garbage.pem` is none."""

    folder: Path

    def path(self, name: str) -> str:
        return str(self.folder / name)

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()


def make_certificates(folder: Path) -> Certificates:
    """A CA, a server's and a client's certificate signed by it, and a stranger's."""
    for authority in ("ca", "stranger"):
        openssl(folder, f"req -x509 -newkey rsa:2048 -nodes -keyout {authority}.key -out {authority}.pem "
                        f"-subj /CN={authority} -days 2")  # fmt: skip
    (folder / "names").write_text(SIGN)
    for name in ("server", "client"):
        openssl(folder, f"req -newkey rsa:2048 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}")
        openssl(folder, f"x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out {name}.pem -days 2 "
                        f"-extfile names")  # fmt: skip
    (folder / "garbage.pem").write_text("garbage")
    return Certificates(folder)


def openssl(folder: Path, arguments: str) -> None:
    subprocess.run(["openssl", *arguments.split()], cwd=folder, check=True, capture_output=True)
