"""The certificate of a server that speaks TLS without a proxy before it."""

from __future__ import annotations

import ssl
from pathlib import Path

from kit.errors import ServerError
from kit.server.secret_files import check_private

EXPIRED = 10  # OpenSSL's number for a certificate that has run out
NOT_YET = 9  # and for one that is not valid yet


def load_tls(certificate: Path, key: Path) -> ssl.SSLContext:
    """Read a certificate and its key, and make sure that browsers can take them.

    Args:
        certificate: A PEM file with the server's certificate, and the ones between it and the
            authority's behind it.
        key: A PEM file with its private key, without a password.

    Raises:
        ServerError: One cannot be read, they do not belong together, others may read the key, or
            the certificate is not valid today.
    """
    for path, option in ((certificate, "--tls-cert"), (key, "--tls-key")):
        if not path.is_file():
            msg = f"{option} {str(path)!r}: there is no such file."
            raise ServerError(msg)
    check_private(key, "--tls-key")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # The password of a key would be asked for on the terminal, where nobody may sit.
        context.load_cert_chain(certificate, key, password=lambda: "")
    except ssl.SSLError as error:
        raise ServerError(describe_fault(certificate, key, error)) from error
    except OSError as error:
        msg = f"{str(certificate)!r} or {str(key)!r} cannot be read ({error.strerror})."
        raise ServerError(msg) from error
    check_time(certificate, context)
    return context


def describe_fault(certificate: Path, key: Path, error: ssl.SSLError) -> str:
    """What is wrong with a certificate or its key, and what to do."""
    if error.reason == "KEY_VALUES_MISMATCH":
        return (
            f"The key in {str(key)!r} does not belong to the certificate in {str(certificate)!r}. "
            "Give the two that were made together."
        )
    return (
        f"{str(certificate)!r} and {str(key)!r} are not a certificate and its key. Both have to be "
        "in PEM, the key without a password."
    )


def check_time(certificate: Path, context: ssl.SSLContext) -> None:
    """Shake hands with ourselves: only a certificate of today passes.

    Raises:
        ServerError: It has run out, or is not valid yet.
    """
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # its authority need not be known here
    client.load_verify_locations(certificate)
    try:
        shake_hands(client, context)
    except ssl.SSLCertVerificationError as error:
        told = {
            EXPIRED: "has run out. Browsers refuse it: get a new one from whoever has issued it",
            NOT_YET: "is not valid yet. Look at this machine's clock, and at the certificate's",
        }
        if error.verify_code in told:
            msg = f"The certificate in {str(certificate)!r} {told[error.verify_code]}."
            raise ServerError(msg) from error


def shake_hands(client: ssl.SSLContext, server: ssl.SSLContext) -> None:
    """Let a client meet a server in memory.

    Raises:
        ssl.SSLError: They do not agree.
    """
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        client.wrap_bio(back, there, server_hostname="localhost"),
        server.wrap_bio(there, back, server_side=True),
    ]
    while sides:
        for side in list(sides):
            try:
                side.do_handshake()
            except ssl.SSLWantReadError:
                continue
            sides.remove(side)
