"""Names on the phones: one deck, each name once, and nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

from kit.room.dealing import Dealing
from kit.store import Store
from tests.store.sample import find_bytes

NAMES = ("Zenobia", "Yolanda", "Xanthippe")


class Phones:
    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def add(self, dealing: Dealing, phone: str):  # type: ignore[no-untyped-def]
        return dealing.add(lambda name: self.names.__setitem__(phone, name))


def test_each_phone_has_a_name_and_may_take_another(store: Store, tmp_path: Path) -> None:
    code = store.add_session("Team", []).code
    dealing, phones = Dealing(store, code, lambda: NAMES), Phones()
    another, forget = phones.add(dealing, "one")
    phones.add(dealing, "two")
    assert phones.names == {}
    store.notices.publish("other", "deal")
    assert phones.names == {}
    store.notices.publish(code, "deal")
    assert len(set(phones.names.values())) == 2
    before, other = phones.names["one"], phones.names["two"]
    another()
    assert phones.names["one"] not in (before, other)
    forget()
    phones.add(dealing, "late")
    assert phones.names["late"] not in (before, other)  # what the one who went had
    phones.add(dealing, "last")
    assert phones.names["last"] == before
    assert find_bytes(tmp_path / "kit.db", [each.encode() for each in NAMES]) == []
    dealing.erase()
    assert set(phones.names.values()) - {phones.names["one"]} == {""}
    dealing.close()
    store.notices.publish(code, "deal")
    assert phones.names["two"] == ""
