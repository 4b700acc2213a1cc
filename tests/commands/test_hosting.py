"""Options for operators: from the command line or the environment to what a server works with."""

# Holds kit/server/hosting.py too: it is made here, and read by the doors it changes.

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
import trustme

from kit.commands.hosting import add_hosting_options, read_hosting_options
from kit.commands.options import add_server_options
from kit.errors import ServerError
from kit.server.hosting import DRAIN, Hosting
from kit.server.metrics_place import MetricsPlace


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_server_options(parser)
    add_hosting_options(parser)
    return parser.parse_args(arguments)


def read(*arguments: str) -> Hosting:
    return read_hosting_options(parse(*arguments))


def test_left_out_they_change_nothing() -> None:
    hosting = read()
    assert str(hosting.public) == hosting.key == ""
    assert (hosting.cookie_secret, hosting.tls, hosting.scheme) == (b"", None, "http")
    assert (hosting.drain, hosting.metrics, hosting.keep_days) == (DRAIN, None, 0)
    assert not hosting.proxies
    assert "127.0.0.1" not in hosting.proxies


def test_each_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, secret = tmp_path / "key", tmp_path / "secret"
    key.write_text("k" * 22)
    secret.write_text("s" * 32)
    for path in (key, secret):
        path.chmod(0o600)
    monkeypatch.setenv("KIT_PUBLIC_URL", "https://trust.example/kit")
    monkeypatch.setenv("KIT_TRUST_PROXY", "10.0.0.1, 10.1.0.0/16")
    monkeypatch.setenv("KIT_KEY_FILE", str(key))
    monkeypatch.setenv("KIT_COOKIE_SECRET_FILE", str(secret))
    hosting = read()
    assert str(hosting.public) == "https://trust.example/kit"
    assert "10.1.2.3" in hosting.proxies
    assert "10.2.0.1" not in hosting.proxies
    assert (hosting.key, hosting.cookie_secret) == ("k" * 22, b"s" * 32)
    assert "k" * 22 not in repr(hosting)
    assert "s" * 32 not in repr(hosting)
    assert str(read("--public-url", "http://other.example").public) == "http://other.example"


def test_how_it_is_operated_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIT_DRAIN", "25")
    monkeypatch.setenv("KIT_METRICS", "0.0.0.0:9100")
    monkeypatch.setenv("KIT_METRICS_PUBLIC", "yes")
    monkeypatch.setenv("KIT_KEEP_DAYS", "90")
    monkeypatch.setenv("KIT_LOG_FORMAT", "JSON")
    hosting = read()
    assert (hosting.drain, hosting.keep_days) == (25, 90)
    assert hosting.metrics == MetricsPlace("0.0.0.0", 9100)
    assert parse().log_format == "json"
    assert parse("--log-format", "text").log_format == "text"
    monkeypatch.setenv("KIT_METRICS_PUBLIC", "no")
    with pytest.raises(ServerError, match="--metrics-public"):
        read()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        *(("drain", value) for value in ("-1", "3601", "soon")),
        *(("keep-days", value) for value in ("0", "-3", "36501", "1.5")),
        *(("log-format", value) for value in ("xml", "")),
        *(("max-seats", value) for value in ("0", "10000", "many", "-5")),
    ],
)
def test_what_is_out_of_range_is_refused_from_wherever_it_comes(
    name: str, given: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parse(f"--{name}", given)
    assert f"argument --{name}: must be" in capsys.readouterr().err
    if given:
        monkeypatch.setenv(f"KIT_{name.upper().replace('-', '_')}", given)
        with pytest.raises(SystemExit):
            parse()
        assert f"argument --{name}: must be" in capsys.readouterr().err


def test_proxies_are_given_several_times_or_with_commas() -> None:
    proxies = read("--trust-proxy", "10.0.0.1,10.0.0.2", "--trust-proxy", "10.0.0.3").proxies
    assert all(f"10.0.0.{number}" in proxies for number in (1, 2, 3))


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    issued = trustme.CA().issue_cert("trust.example")
    certificate, key = tmp_path / "site.pem", tmp_path / "site.key"
    issued.cert_chain_pems[0].write_to_path(str(certificate))
    issued.private_key_pem.write_to_path(str(key))
    key.chmod(0o600)
    assert read("--tls-cert", str(certificate), "--tls-key", str(key)).scheme == "https"
    with pytest.raises(ServerError, match="--tls-cert needs --tls-key"):
        read("--tls-cert", str(certificate))
    with pytest.raises(ServerError, match="--tls-key needs --tls-cert"):
        read("--tls-key", str(key))


@pytest.mark.parametrize(
    "given",
    [
        ("--public-url", "trust.example"),
        ("--trust-proxy", "everybody"),
        ("--metrics", "8.8.8.8:9100"),
        ("--metrics", "9100"),
        ("--key-file", "/none"),
        ("--cookie-secret-file", "/none"),
        ("--tls-cert", "/none", "--tls-key", "/none"),
    ],
)
def test_what_is_wrong_is_told_with_its_option(given: tuple[str, ...]) -> None:
    with pytest.raises(ServerError, match=given[0]):
        read(*given)
