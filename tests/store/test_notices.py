"""Notices between real processes and threads, over real sockets."""

from __future__ import annotations

import queue
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zmq

from kit.errors import ServerError
from kit.store.folders import remove_folder
from kit.store.notices import KINDS, NoticeHub, Notices, find_socket_root, make_socket_folder

Heard = queue.Queue[tuple[str, str]]
WELCOME = ("*", "welcome")
SECONDS = 10


def test_where_the_temporary_folder_has_a_long_name_sockets_lie_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("d" * 80)
    deep.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    folder = make_socket_folder()
    try:
        assert len(str(folder)) + len("/k-ipc-5") < 104  # what macOS has room for
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    finally:
        remove_folder(folder)
    monkeypatch.setattr(tempfile, "tempdir", "/short")
    assert find_socket_root() == "/short"


@pytest.fixture
def hub() -> Iterator[NoticeHub]:
    hub = NoticeHub()
    yield hub
    hub.close()


def hear(notices: Notices) -> Heard:
    """Collect what is heard."""
    heard: Heard = queue.Queue()
    notices.listen(lambda code, what: heard.put((code, what)))
    return heard


def join(hub: NoticeHub) -> tuple[Notices, Heard]:
    """Join a hub and wait for its welcome."""
    notices = Notices()
    heard = hear(notices)
    notices.connect(hub.address)
    assert heard.get(timeout=SECONDS) == WELCOME
    return notices, heard


def run(code: str, *arguments: str) -> str:
    """Run Python in a process of its own, to its end."""
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


# In one process


def test_a_listener_hears_what_is_published_here_at_once() -> None:
    notices = Notices()
    heard = hear(notices)
    notices.publish("BCDFGH", "phase")
    assert heard.get_nowait() == ("BCDFGH", "phase")


def test_a_listener_that_has_stopped_hears_nothing_more() -> None:
    notices = Notices()
    heard: list[str] = []
    stop = notices.listen(lambda _code, what: heard.append(what))
    notices.listen(lambda _code, what: heard.append(what.upper()))
    stop()
    stop()
    notices.publish("BCDFGH", "seats")
    assert heard == ["SEATS"]


def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    notices = Notices()

    def fail(_code: str, _what: str) -> None:
        msg = "no"
        raise RuntimeError(msg)

    notices.listen(fail)
    heard = hear(notices)
    notices.publish("BCDFGH", "phase")
    assert heard.get_nowait() == ("BCDFGH", "phase")
    assert "could not follow a notice" in caplog.text
    assert "BCDFGH" not in caplog.text


def test_a_listener_may_publish_listen_and_stop_itself() -> None:
    notices = Notices()
    heard: list[str] = []

    def follow(code: str, what: str) -> None:
        heard.append(what)
        stop()
        if what == "phase":
            notices.listen(lambda _code, later: heard.append(f"later {later}"))
            notices.publish(code, "ledger")

    stop = notices.listen(follow)
    notices.publish("BCDFGH", "phase")
    assert heard == ["phase", "later ledger"]


def test_only_known_kinds_are_published() -> None:
    with pytest.raises(ValueError, match="Publish one of apart, "):
        Notices().publish("BCDFGH", "typing")
    kinds = (
        "apart commitments deal debrief hybrid keys known leader ledger memo names notes pairs "
        "phase picture progress round seats session talk"
    )
    assert sorted(KINDS) == kinds.split()


# Through a hub


def test_all_others_hear_what_one_publishes_and_it_hears_itself_once(hub: NoticeHub) -> None:
    (one, heard_by_one), (other, heard_by_other) = join(hub), join(hub)
    for what in ("phase", "seats"):
        one.publish("BCDFGH", what)
    other.publish("BCDFGH", "leader")
    assert [heard_by_other.get(timeout=SECONDS) for _ in range(3)].count(("BCDFGH", "leader")) == 1
    assert [heard_by_one.get(timeout=SECONDS)[1] for _ in range(3)] == ["phase", "seats", "leader"]
    one.close()
    other.close()
    assert heard_by_one.empty()
    assert heard_by_other.empty()


def test_a_notice_reaches_another_process(hub: NoticeHub) -> None:
    notices, heard = join(hub)
    run(
        "import sys; from kit.store.notices import Notices; notices = Notices();"
        "notices.connect(sys.argv[1]); notices.publish('BCDFGH', 'ledger'); notices.close()",
        hub.address,
    )
    assert heard.get(timeout=SECONDS) == ("BCDFGH", "ledger")
    notices.close()


def test_many_threads_may_publish_at_once(hub: NoticeHub) -> None:
    (one, _), (other, heard) = join(hub), join(hub)

    def publish() -> None:
        for _ in range(50):
            one.publish("BCDFGH", "progress")

    threads = [threading.Thread(target=publish) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [heard.get(timeout=SECONDS) for _ in range(400)] == [("BCDFGH", "progress")] * 400
    one.close()
    other.close()


def test_a_hub_that_comes_back_welcomes_everybody_again(tmp_path: Path) -> None:
    address = ";".join(f"ipc://{tmp_path}/hub/{end}" for end in ("pull", "pub"))
    hub = NoticeHub(address)
    assert hub.address == address
    (one, heard_by_one), (other, heard_by_other) = join(hub), join(hub)
    hub.close()
    one.publish("BCDFGH", "seats")  # goes to nobody, or arrives late: a welcome follows anyway
    assert heard_by_one.get(timeout=SECONDS) == ("BCDFGH", "seats")
    hub = NoticeHub(address)
    for heard in (heard_by_one, heard_by_other):
        while heard.get(timeout=SECONDS) != WELCOME:
            pass
    other.publish("BCDFGH", "phase")
    while heard_by_one.get(timeout=SECONDS) != ("BCDFGH", "phase"):
        pass
    for each in (one, other, hub):
        each.close()


def test_who_joins_before_the_hub_is_there_is_welcomed_when_it_is(tmp_path: Path) -> None:
    address = ";".join(f"ipc://{tmp_path}/hub/{end}" for end in ("pull", "pub"))
    notices = Notices()
    heard = hear(notices)
    notices.connect(address)
    hub = NoticeHub(address)
    assert heard.get(timeout=SECONDS) == WELCOME
    notices.close()
    hub.close()


def test_a_hub_works_where_there_are_only_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zmq, "has", lambda _name: False)
    hub = NoticeHub()
    assert hub.address.count("tcp://127.0.0.1:") == 2
    (one, _), (other, heard) = join(hub), join(hub)
    one.publish("BCDFGH", "phase")
    assert heard.get(timeout=SECONDS) == ("BCDFGH", "phase")
    for each in (one, other, hub):
        each.close()


def test_what_is_no_notice_is_passed_over(hub: NoticeHub) -> None:
    notices, heard = join(hub)
    with zmq.Context() as context, context.socket(zmq.PUSH) as stranger:
        stranger.connect(hub.address.split(";")[0])
        for frame in (b"", b"all one", b"all a BCDFGH typing", b"all \xff x", b"x" * 200):
            stranger.send(frame)
        stranger.send(b"all x BCDFGH phase")
        assert heard.get(timeout=SECONDS) == ("BCDFGH", "phase")
    notices.close()


@pytest.mark.skipif(not zmq.has("ipc"), reason="this system has no local sockets")
def test_only_this_account_can_reach_a_hub_and_its_folder_goes_with_it() -> None:
    hub = NoticeHub()
    folder = Path(hub.address.split(";")[0].removeprefix("ipc://")).parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    hub.close()
    assert not folder.exists()
    hub.close()


# Ends


def test_joining_another_hub_leaves_the_first(hub: NoticeHub) -> None:
    notices, heard = join(hub)
    with_more = NoticeHub()
    notices.connect(with_more.address)
    assert heard.get(timeout=SECONDS) == WELCOME
    (one, _), (other, _) = join(hub), join(with_more)
    one.publish("BCDFGH", "seats")
    other.publish("BCDFGH", "phase")
    assert heard.get(timeout=SECONDS) == ("BCDFGH", "phase")
    for each in (notices, one, other, with_more):
        each.close()
    assert heard.empty()


def test_closing_ends_every_thread() -> None:
    before = set(threading.enumerate())
    hub = NoticeHub()
    notices, heard = join(hub)
    begun = set(threading.enumerate()) - before
    assert any(thread.name == "kit-notices" for thread in begun)
    notices.close()
    notices.close()
    notices.publish("BCDFGH", "phase")
    assert heard.empty()
    hub.close()
    assert not [thread.name for thread in begun if thread.is_alive()]


def test_a_listener_may_close_what_it_listens_to(hub: NoticeHub) -> None:
    (one, _), (other, heard) = join(hub), join(hub)
    other.listen(lambda _code, _what: other.close())
    follower = next(
        thread for thread in reversed(threading.enumerate()) if thread.name == "kit-notices"
    )
    one.publish("BCDFGH", "phase")
    assert heard.get(timeout=SECONDS) == ("BCDFGH", "phase")
    follower.join(SECONDS)
    assert not follower.is_alive()
    one.close()


def test_the_last_notice_before_the_end_still_leaves(tmp_path: Path) -> None:
    pull = f"ipc://{tmp_path}/pull"
    notices = Notices()
    notices.connect(f"{pull};ipc://{tmp_path}/pub")
    notices.publish("BCDFGH", "ledger")
    closing = threading.Thread(target=notices.close)
    closing.start()
    with zmq.Context() as context, context.socket(zmq.PULL) as late:
        late.bind(pull)
        assert late.poll(1000 * SECONDS)
        assert late.recv().endswith(b"BCDFGH ledger")
    closing.join()


@pytest.mark.parametrize("gone", [False, True])
def test_a_process_that_closes_nothing_ends_all_the_same(hub: NoticeHub, gone: bool) -> None:
    if gone:
        hub.close()
    said = run(
        "import sys; from kit.store.notices import NoticeHub, Notices;"
        "notices, hub = Notices(), NoticeHub(); notices.connect(sys.argv[1]);"
        "notices.publish('BCDFGH', 'phase'); print('done')",
        hub.address,
    )
    assert said == "done\n"


@pytest.mark.parametrize("address", ["", "here", "here;there", "ipc://a;ipc://b;ipc://c"])
def test_what_is_no_address_of_a_hub_is_refused(address: str) -> None:
    with pytest.raises(ServerError, match="is not the address of a notice hub"):
        Notices().connect(address)


def test_a_hub_that_finds_its_port_taken_says_so() -> None:
    with zmq.Context() as context, context.socket(zmq.PULL) as other:
        port = other.bind_to_random_port("tcp://127.0.0.1")
        with pytest.raises(ServerError, match=r"cannot start: .* Stop the other server"):
            NoticeHub(f"tcp://127.0.0.1:{port};tcp://127.0.0.1:*")


def test_how_late_notices_are_is_measured_by_an_echo_that_nobody_else_hears(hub: NoticeHub) -> None:
    first, heard_first = join(hub)
    second, heard_second = join(hub)
    assert first.measure_lag() == 0.0  # the first one is on its way
    second.publish("BCDFGH", "seats")
    assert heard_first.get(timeout=SECONDS) == ("BCDFGH", "seats")
    lag = first.measure_lag()
    assert 0.0 < lag < SECONDS
    assert heard_second.get(timeout=SECONDS) == ("BCDFGH", "seats")
    assert heard_first.empty()
    assert heard_second.empty()
    first.close()
    second.close()


def test_while_an_echo_does_not_come_notices_are_as_late_as_that() -> None:
    hub = NoticeHub()
    notices, _ = join(hub)
    hub.close()
    notices.measure_lag()
    first, second = notices.measure_lag(), notices.measure_lag()
    assert 0.0 < first < second
    notices.close()
    assert notices.measure_lag() == 0.0
