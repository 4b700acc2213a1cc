"""Certificates: taken when browsers take them, refused with the cure before anybody comes."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from kit.errors import ServerError
from kit.server.tls import load_tls, shake_hands

AUTHORITY = trustme.CA()
NOW = datetime.now(UTC)
Pair = tuple[Path, Path]


@pytest.fixture
def issue(tmp_path: Path) -> Callable[..., Pair]:
    def write(
        name: str = "site", start: datetime | None = None, end: datetime | None = None
    ) -> Pair:
        issued = AUTHORITY.issue_cert("trust.example", not_before=start, not_after=end)
        certificate, key = tmp_path / f"{name}.pem", tmp_path / f"{name}.key"
        certificate.write_bytes(b"".join(each.bytes() for each in issued.cert_chain_pems))
        issued.private_key_pem.write_to_path(str(key))
        key.chmod(0o600)
        return certificate, key

    return write


def test_a_browser_that_knows_the_authority_gets_through(issue: Callable[..., Pair]) -> None:
    server = load_tls(*issue())
    client = ssl.create_default_context()
    client.check_hostname = False
    AUTHORITY.configure_trust(client)
    shake_hands(client, server)
    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(ssl.create_default_context(), server)


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (NOW - timedelta(9), NOW - timedelta(1), "has run out"),
        (NOW + timedelta(1), NOW + timedelta(9), "not valid yet"),
    ],
)
def test_one_that_is_not_of_today_is_refused(
    issue: Callable[..., Pair], start: datetime, end: datetime, why: str
) -> None:
    certificate, key = issue("site", start, end)
    with pytest.raises(ServerError, match=why) as refused:
        load_tls(certificate, key)
    assert str(certificate) in str(refused.value)


def test_one_whose_authority_is_not_here_is_taken(issue: Callable[..., Pair]) -> None:
    certificate, key = issue()
    leaf = certificate.read_text().partition("-----END CERTIFICATE-----")
    certificate.write_text(leaf[0] + leaf[1])
    load_tls(certificate, key)


def test_two_that_do_not_belong_together_are_refused(issue: Callable[..., Pair]) -> None:
    certificate, _ = issue()
    _, key = issue("other")
    with pytest.raises(ServerError, match="does not belong"):
        load_tls(certificate, key)


def test_what_is_no_certificate_is_refused(issue: Callable[..., Pair], tmp_path: Path) -> None:
    certificate, key = issue()
    with pytest.raises(ServerError, match="PEM"):
        load_tls(key, key)
    with pytest.raises(ServerError, match=r"--tls-cert .*no such file"):
        load_tls(tmp_path / "none", key)
    with pytest.raises(ServerError, match=r"--tls-key .*no such file"):
        load_tls(certificate, tmp_path)
    certificate.write_text("")
    with pytest.raises(ServerError, match="PEM"):
        load_tls(certificate, key)


def test_a_key_with_a_password_is_refused_and_nobody_is_asked(
    issue: Callable[..., Pair],
) -> None:
    certificate, key = issue()
    read = load_pem_private_key(key.read_bytes(), password=None)
    locked = BestAvailableEncryption(b"word")
    key.write_bytes(read.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    with pytest.raises(ServerError, match="without a password"):
        load_tls(certificate, key)


def test_a_key_that_every_account_may_read_is_refused(issue: Callable[..., Pair]) -> None:
    certificate, key = issue()
    key.chmod(0o644)
    with pytest.raises(ServerError, match="chmod 600"):
        load_tls(certificate, key)
