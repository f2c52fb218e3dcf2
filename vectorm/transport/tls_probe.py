"""Find out whether a port speaks TLS: gRPC only reports that the server closed the connection."""

import socket
import ssl

from vectorm.transport.address import Address

_PROBE_SECONDS = 1.0


def speaks_tls(address: Address) -> bool:
    """Whether a TLS handshake succeeds there. No certificate is checked and nothing is sent."""
    if not address.host:
        return False
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with (
            socket.create_connection((address.host, address.port), timeout=_PROBE_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=address.host),
        ):
            return True
    except ssl.SSLError as error:
        # A server that demands a client certificate speaks TLS too.
        return "CERTIFICATE_REQUIRED" in str(error) or "HANDSHAKE_FAILURE" in str(error)
    except (OSError, ValueError):
        return False
