"""What `deploy/` says of the kit is true; its container and its service are confined."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml  # type: ignore[import-untyped]

from kit.cli import build_parser
from kit.commands.hosting import PREFIX
from tests.deploy.proxies import FILES
from tests.places import KIT, ROOT

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
VARIABLE = re.compile(r"\bKIT_[A-Z_]+\b")
PROBE = re.compile(r"127\.0\.0\.1:\d+(/\w+)")
OTHERS = {"KIT_UPSTREAM"}  # Caddy's own: where it finds the kit
# What the Compose specification knows of, as far as it is used here.
TOP = {"name", "services", "networks", "volumes", "secrets"}
SERVICE = {
    *("build", "image", "command", "environment", "secrets", "volumes", "networks", "ports"),
    *("read_only", "tmpfs", "cap_drop", "security_opt", "ulimits", "stop_grace_period", "restart"),
    *("depends_on", "healthcheck", "user"),
}
ENDING = 20  # seconds in which a server that is empty has ended
COMPOSED = ("compose.yaml", "compose-cluster.yaml")
TEXTS = sorted(path for path in FILES.rglob("*") if path.is_file())
HARDENED = (
    *("DynamicUser=yes", "ProtectSystem=strict", "NoNewPrivileges=yes", "PrivateTmp=yes"),
    *("KillMode=mixed", "TimeoutStopSec=30", "StateDirectory=kit", "ProtectHome=yes"),
)


def read(name: str) -> str:
    return FILES.joinpath(name).read_text("utf-8")


def list_options(command: str) -> set[str]:
    """The options of a command of the kit."""
    parser = build_parser(command)
    chosen = next(each for each in parser._actions if isinstance(each, argparse._SubParsersAction))
    return {option for each in chosen.choices[command]._actions for option in each.option_strings}


def read_dockerfile() -> list[list[str]]:
    """The instructions of each stage, one a line, without comments."""
    text = re.sub(r"\\\n\s*", "", read("Dockerfile"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    stages: list[list[str]] = []
    for line in lines:
        if line.startswith("FROM "):
            stages.append([])
        stages[-1].append(line)
    return stages


def find_calls(text: str) -> list[str]:
    """Every call of `kit serve` in a file, a line each."""
    joined = re.sub(r"\s*\\\n#?\s*", " ", text)
    plain = re.sub(r'["\[\],]', "", joined)
    return re.findall(r"\bkit serve\b.*", plain)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(FILES)))
def test_every_option_and_variable_is_one_of_the_kits(path: Path) -> None:
    text = path.read_text("utf-8")
    known = list_options("serve")
    for call in find_calls(text):
        assert set(OPTION.findall(call)) <= known, call
    variables = {f"{PREFIX}{name[2:].upper().replace('-', '_')}" for name in known}
    assert set(VARIABLE.findall(text)) - OTHERS <= variables


def test_calls_and_variables_are_found() -> None:
    found = {path.name for path in TEXTS if find_calls(path.read_text("utf-8"))}
    assert {"Caddyfile", "nginx.conf", "haproxy.cfg", "kit.service", "Dockerfile"} <= found
    assert {"nginx-cluster.conf", "haproxy-cluster.cfg"} <= found
    assert find_calls(read("nginx.conf"))[0].count("--") == 3
    assert find_calls(read("Dockerfile")) == ["kit serve --no-browser"]
    assert len(VARIABLE.findall(read("kit.service"))) == 5


def test_what_is_probed_answers() -> None:
    served = KIT.joinpath("server", "app.py").read_text("utf-8")
    (probed,) = set(PROBE.findall(read("Dockerfile")))
    assert probed == "/readyz"
    assert f'r"{probed}"' in served


def test_the_image_is_built_in_two_stages_and_the_second_builds_nothing() -> None:
    build, image = read_dockerfile()
    assert re.fullmatch(r"FROM python:3\.\d+-slim AS build", build[0])
    assert image[0] == build[0].removesuffix(" AS build")
    words = "\n".join(image)
    assert "--no-index --find-links /wheels" in words
    assert not re.search(r"\b(apt-get|apk|gcc|npm|node|git|curl|wget|build-essential)\b", words)
    assert not re.search(r":latest|\bADD\b|\bsudo\b", "\n".join(build + image))


def test_the_image_runs_as_nobody_special_and_ends_calmly() -> None:
    _, image = read_dockerfile()
    names = [line.split()[0] for line in image]
    assert [line for line in image if line.startswith("USER ")] == ["USER 1000"]
    assert names.index("USER") < names.index("ENTRYPOINT")
    for wanted in ("STOPSIGNAL SIGTERM", "EXPOSE 8866", "VOLUME /data"):
        assert wanted in image
    assert sum(name == "HEALTHCHECK" for name in names) == 1
    for line in image:
        if line.startswith(("ENTRYPOINT", "CMD")):
            assert re.fullmatch(r'\w+ \["[^$]*"\]', line)  # a shell would keep the signal to itself
    made = next(line for line in image if "useradd" in line)
    assert "--uid 1000" in made
    copied = [line.split()[1] for line in read_dockerfile()[1] if line.startswith("COPY")]
    assert all(ROOT.joinpath(each).exists() for each in copied)


def test_the_build_copies_no_secret_and_no_database() -> None:
    ignored = read("Dockerfile.dockerignore").split()
    assert {".git", "**/*.db", "**/*.secret", "deploy"} <= set(ignored)
    needed = (
        "pyproject.toml",
        "hatch_build.py",
        "README.md",
        "LICENSE",
        "kit",
        "workshops",
        "data",
    )
    assert not set(needed) & set(ignored)


def read_compose(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load(read(name)))


def list_kits(compose: dict[str, Any]) -> list[dict[str, Any]]:
    """The services that run the kit."""
    return [each for each in compose["services"].values() if "build" in each]


def name_secret(given: str | dict[str, str]) -> str:
    return given if isinstance(given, str) else given["source"]


@pytest.mark.parametrize("name", COMPOSED)
def test_the_compose_file_names_what_there_is(name: str) -> None:
    compose = read_compose(name)
    assert {key for key in compose if not key.startswith("x-")} <= TOP
    for service in compose["services"].values():
        assert set(service) <= SERVICE
        assert not service["image"].endswith(":latest")
        assert ":" in service["image"]
        for secret in service.get("secrets", ()):
            assert name_secret(secret) in compose["secrets"]
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            there = (
                FILES.joinpath(source).exists()
                if source[0] == "."
                else source in compose["volumes"]
            )
            assert there, volume
        for network in service.get("networks", ()):
            assert network in compose["networks"]
        for other, asked in service.get("depends_on", {}).items():
            assert asked == {"condition": "service_healthy"}
            made_here = "build" in compose["services"][other]
            assert made_here or "healthcheck" in compose["services"][other]
        for place in find_secret_files(service["environment"]):
            assert place.removeprefix("/run/secrets/") in service["secrets"]
    kits = list_kits(compose)
    assert kits
    for kit in kits:
        assert FILES.joinpath("..", kit["build"]["dockerfile"]).exists()
        files = find_secret_files(kit["environment"])
        assert len(files) == len(set(files)) == len(kit["secrets"])


def find_secret_files(environment: dict[str, str]) -> list[str]:
    """Where an environment says that secrets are."""
    return [value for value in environment.values() if value.startswith("/run/secrets/")]


@pytest.mark.parametrize("name", COMPOSED)
def test_the_container_may_write_nowhere_else_and_trusts_the_proxy_alone(name: str) -> None:
    compose = read_compose(name)
    proxy = compose["services"].get("caddy") or compose["services"]["haproxy"]
    for kit in list_kits(compose):
        assert kit["read_only"] is True
        assert kit["tmpfs"][0].startswith("/tmp:")
        assert "ports" not in kit
        assert kit["environment"]["KIT_TRUST_PROXY"] == proxy["networks"]["inside"]["ipv4_address"]


def test_the_proxies_of_the_compose_files_find_the_servers() -> None:
    services = read_compose("compose.yaml")["services"]
    host, port = services["caddy"]["environment"]["KIT_UPSTREAM"].split(":")
    assert host in services
    exposed = f"EXPOSE {port}"
    assert exposed in read("Dockerfile")
    services = read_compose("compose-cluster.yaml")["services"]
    kits = list_kits({"services": services})
    asked = services["haproxy"]["environment"]
    places = [f"{kit['networks']['inside']['ipv4_address']}:{port}" for kit in kits]
    assert list(asked.values()) == places
    assert sorted(re.findall(r"presetenv (\w+)", read("haproxy-cluster.cfg"))) == sorted(asked)
    assert set(re.findall(r"\$\{(\w+)\}", read("haproxy-cluster.cfg"))) == set(asked)
    (mounted,) = re.findall(r"ssl crt (\S+)", read("haproxy-cluster.cfg"))
    assert [each["target"] for each in services["haproxy"]["secrets"]] == [mounted]


def test_the_servers_of_a_cluster_have_names_of_their_own_and_share_all_else() -> None:
    services = read_compose("compose-cluster.yaml")["services"]
    one, two = (dict(each["environment"]) for each in list_kits({"services": services}))
    assert one.pop("KIT_NODE") != two.pop("KIT_NODE")
    assert one == two
    address = urlsplit(one["KIT_DATA"])
    assert address.hostname in services
    assert address.password is None
    assert (address.username, address.path) == ("kit", "/kit")
    for kit in list_kits({"services": services}):
        given, needed = kit["stop_grace_period"], int(kit["environment"]["KIT_DRAIN"])
        assert int(given.removesuffix("s")) >= needed + ENDING
    (place, *_), *_ = (each.split(":") for each in services["postgres"]["volumes"])
    assert place in read_compose("compose-cluster.yaml")["volumes"]


def test_the_service_of_a_cluster_listens_for_others_and_has_the_time_it_needs() -> None:
    one, more = read("kit.service"), read("kit-cluster.conf")
    started = re.findall(r"^ExecStart=(.*)$", more, re.MULTILINE)
    assert started == ["", re.sub(r" --host \S+", "", *re.findall(r"^ExecStart=(.*)$", one, re.M))]
    (drain,) = re.findall(r"KIT_DRAIN=(\d+)", more)
    (limit,) = re.findall(r"^TimeoutStopSec=(\d+)$", more, re.MULTILINE)
    assert int(limit) >= int(drain) + ENDING
    (proxy,) = re.findall(r"KIT_TRUST_PROXY=(\S+)", more)
    for name in ("haproxy-cluster.cfg", "nginx-cluster.conf"):
        assert f"--trust-proxy {proxy} " in read(name)
        assert f"--drain {drain} " in read(name)


def test_what_the_heads_say_makes_every_secret() -> None:
    for name in COMPOSED:
        files = {each["file"] for each in read_compose(name)["secrets"].values()}
        made = set(re.findall(r"^#.*(?:> deploy/|all\.pem deploy/)(secrets/\w+)", read(name), re.M))
        assert {f"./{each}" for each in made} == files


@pytest.mark.parametrize("together", [False, True])
def test_the_service_is_confined(together: bool, tmp_path: Path) -> None:
    text = read("kit.service")
    for setting in HARDENED:
        assert f"\n{setting}\n" in text
    assert "MemoryDenyWriteExecute=yes" not in text
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not here")
    unit = tmp_path / "kit.service"
    unit.write_text(text.replace("/opt/kit/bin/kit", sys.executable), "utf-8")
    if together:
        beside = tmp_path / "kit.service.d" / "cluster.conf"
        beside.parent.mkdir()
        more = read("kit-cluster.conf").replace("/opt/kit/bin/kit", sys.executable)
        beside.write_text(more, "utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False
    )
    own = [line for line in checked.stderr.splitlines() if "kit.service" in line]
    assert own == []
    limit = ["--offline=true", "--threshold=20", "--no-pager"]
    command = ["systemd-analyze", "security", *limit, str(unit)]
    weighed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert weighed.returncode == 0, weighed.stdout[-200:]
