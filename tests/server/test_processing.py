"""What an installation says of itself goes by how it is run."""

from __future__ import annotations

import ssl

from kit.server.accounts import HeaderAccounts
from kit.server.forwarded import TrustedProxies
from kit.server.hosting import Hosting
from kit.server.metrics_place import MetricsPlace
from kit.server.processing import describe_processing
from kit.server.public_url import read_public_url

LAPTOP = "http://192.0.2.4:8866"
HOSTED = "https://trust.example.org/trust"


def tell(hosting: Hosting, origin: str) -> str:
    return " ".join(
        sentence for each in describe_processing(hosting, origin) for sentence in each.sentences
    )


def test_every_question_is_answered_in_whole_sentences() -> None:
    for each in describe_processing(Hosting(), LAPTOP):
        assert each.question.endswith("?")
        assert each.sentences
        assert all(sentence.endswith(".") for sentence in each.sentences)


def test_a_laptop_says_that_it_does_not_encrypt_and_keeps_sessions() -> None:
    told = tell(Hosting(), LAPTOP)
    assert f"browsers reach it at {LAPTOP}" in told
    assert "What travels is not encrypted." in told
    assert "nothing is erased by its age here" in told
    assert "key that the server prints at its start" in told
    assert "proxy" not in told
    assert "monitoring" not in told


def test_a_hosted_server_says_what_its_operator_has_settled() -> None:
    proxies = TrustedProxies(("192.0.2.1",))
    hosting = Hosting(
        public=read_public_url(HOSTED),
        proxies=proxies,
        keep_days=30,
        metrics=MetricsPlace("127.0.0.1", 9100),
        accounts=HeaderAccounts("X-Forwarded-Email", proxies),
    )
    told = tell(hosting, HOSTED)
    assert "What travels is encrypted (TLS)." in told
    assert "erased by themselves 30 days after they have ended" in told
    assert "Facilitators sign in with their accounts." in told
    assert "A proxy stands before it" in told
    assert "monitoring system" in told
    for untrue in ("not encrypted", "by its age", "key that the server prints"):
        assert untrue not in told


def test_tls_of_its_own_is_no_proxy() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    hosting = Hosting(public=read_public_url(HOSTED), tls=context, keep_days=1)
    told = tell(hosting, HOSTED)
    assert "proxy" not in told
    assert "1 day after" in told
