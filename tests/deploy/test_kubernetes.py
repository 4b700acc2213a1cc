"""The manifests of `deploy/kubernetes` are valid, and what they name is there.

They have been applied to no cluster: what a cluster does with them is not tried here.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from kubernetes_validate import latest_version, validate  # type: ignore[import-untyped]

from kit.session.session import new_code
from tests.deploy.proxies import FILES
from tests.deploy.test_files import ENDING, list_options, read
from tests.places import KIT

FOLDER = FILES / "kubernetes"
OLDEST = "1.25"  # in which the namespace's label is known
Manifest = dict[str, Any]

KUSTOMIZATION = yaml.safe_load((FOLDER / "kustomization.yaml").read_text("utf-8"))
MANIFESTS: list[Manifest] = [
    each
    for name in KUSTOMIZATION["resources"]
    for each in yaml.safe_load_all((FOLDER / name).read_text("utf-8"))
]


def name_manifest(manifest: Manifest) -> str:
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


def find(kind: str, name: str) -> Manifest:
    (found,) = [each for each in MANIFESTS if name_manifest(each) == f"{kind}-{name}"]
    return found


def list_workloads() -> list[Manifest]:
    return [each for each in MANIFESTS if each["kind"] in ("Deployment", "StatefulSet")]


def get_pod(workload: Manifest) -> Manifest:
    pod: Manifest = workload["spec"]["template"]["spec"]
    return pod


def get_labels(workload: Manifest) -> dict[str, str]:
    labels: dict[str, str] = workload["spec"]["template"]["metadata"]["labels"]
    return labels


def get_container(name: str) -> Manifest:
    (workload,) = [each for each in list_workloads() if each["metadata"]["name"] == name]
    (container,) = get_pod(workload)["containers"]
    return dict(container)


def walk(value: object, key: str) -> Iterator[Any]:
    """Whatever stands under a key, however deep."""
    if isinstance(value, dict):
        for name, below in value.items():
            if name == key:
                yield below
            yield from walk(below, key)
    elif isinstance(value, list):
        for below in value:
            yield from walk(below, key)


@pytest.mark.parametrize("version", [OLDEST, latest_version()])
@pytest.mark.parametrize("manifest", MANIFESTS, ids=name_manifest)
def test_each_is_as_kubernetes_describes_it(manifest: Manifest, version: str) -> None:
    validate(manifest, version, strict=True)


def test_kustomize_puts_them_together() -> None:
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not here")
    command = ["kubectl", "kustomize", str(FOLDER)]
    built = subprocess.run(command, capture_output=True, text=True, check=True)
    made = list(yaml.safe_load_all(built.stdout))
    assert len(made) == len(MANIFESTS) + len(KUSTOMIZATION["configMapGenerator"])
    for each in made:
        validate(each, latest_version(), strict=True)
    text = json.dumps(made)
    assert '"trust-workshop-kit:0.1"' in text
    (init,) = [each["metadata"]["name"] for each in made if each["kind"] == "ConfigMap"]
    assert f'"configMap": {{"defaultMode": 365, "name": "{init}"}}' in text


def test_every_file_is_part_of_it() -> None:
    named = {*KUSTOMIZATION["resources"], "kustomization.yaml"}
    named |= {file for each in KUSTOMIZATION["configMapGenerator"] for file in each["files"]}
    assert {path.name for path in FOLDER.iterdir()} == named


def test_selectors_find_the_pods_they_are_for() -> None:
    pods = {each["metadata"]["name"]: get_labels(each) for each in list_workloads()}
    for kind in ("Deployment", "StatefulSet", "PodDisruptionBudget"):
        for each in (each for each in MANIFESTS if each["kind"] == kind):
            assert each["spec"]["selector"]["matchLabels"] == pods[each["metadata"]["name"]]
    for each in (each for each in MANIFESTS if each["kind"] == "Service"):
        assert each["spec"]["selector"] in pods.values()
        name = next(name for name, labels in pods.items() if labels == each["spec"]["selector"])
        ports = {port["name"] for port in get_container(name)["ports"]}
        assert {port["targetPort"] for port in each["spec"]["ports"]} <= ports
    for chosen in walk(MANIFESTS, "podSelector"):
        labels = chosen.get("matchLabels", {})
        assert labels in [{}, {"k8s-app": "kube-dns"}, *pods.values()]
    assert find("StatefulSet", "postgres")["spec"]["serviceName"] == "postgres"


def test_what_is_mounted_is_there_and_where_it_is_looked_for() -> None:
    made = {each["name"] for each in KUSTOMIZATION["configMapGenerator"]}
    assert {each["name"] for each in walk(MANIFESTS, "configMap")} == made
    for workload in list_workloads():
        pod = get_pod(workload)
        claims = workload["spec"].get("volumeClaimTemplates", [])
        volumes = {each["name"] for each in pod["volumes"]}
        volumes |= {each["metadata"]["name"] for each in claims}
        (container,) = pod["containers"]
        assert {each["name"] for each in container["volumeMounts"]} == volumes
        places = [each["mountPath"] for each in container["volumeMounts"]]
        for given in container["env"]:
            if str(given.get("value", "")).startswith("/"):
                assert any(given["value"].startswith(f"{place}/") for place in places), given


def test_the_secrets_are_those_that_the_commands_make() -> None:
    head = re.sub(r"\\\n#", "", (FOLDER / "kustomization.yaml").read_text("utf-8"))
    made = {
        name: set(re.findall(r"--from-file=(\w+)", rest))
        for name, rest in re.findall(r"create secret generic (\w+)(.*)", head)
    }
    used: dict[str, set[str]] = {name: set() for name in made}
    for reference in walk(MANIFESTS, "secretKeyRef"):
        used[reference["name"]].add(reference["key"])
    for secret in walk(MANIFESTS, "secret"):
        used[secret["secretName"]] |= {each["key"] for each in secret.get("items", [])}
        assert secret["defaultMode"] == 0o440  # others may not read it
    for given in get_container("postgres")["env"]:
        if str(given.get("value", "")).startswith("/run/secrets/postgres/"):
            used["postgres"].add(given["value"].rpartition("/")[2])
    assert used == made
    items = {
        each["path"] for each in get_pod(find("Deployment", "kit"))["volumes"][0]["secret"]["items"]
    }
    files = {
        each["value"] for each in get_container("kit")["env"] if each["name"].endswith("_FILE")
    }
    assert files == {f"/run/secrets/kit/{path}" for path in items}


def test_every_variable_is_an_option_and_every_probe_a_page() -> None:
    options = {f"KIT_{name[2:].upper().replace('-', '_')}" for name in list_options("serve")}
    names = {each["name"] for each in get_container("kit")["env"]}
    assert names <= options
    assert {"KIT_NODE", "KIT_DATA", "KIT_KEY_FILE", "KIT_COOKIE_SECRET_FILE", "KIT_DRAIN"} <= names
    served = KIT.joinpath("server", "app.py").read_text("utf-8")
    probes = {
        kind: get_container("kit")[f"{kind}Probe"]["httpGet"]
        for kind in ("startup", "liveness", "readiness")
    }
    for probe in probes.values():
        assert f'r"{probe["path"]}"' in served
        assert probe["port"] == get_container("kit")["ports"][0]["name"]
    assert probes["liveness"]["path"] == "/livez"  # which does not ask the database
    assert probes["readiness"]["path"] == "/readyz"
    exposed = f"EXPOSE {get_container('kit')['ports'][0]['containerPort']}"
    assert exposed in read("Dockerfile")


def test_a_pod_has_the_time_it_needs_to_end() -> None:
    pod = get_pod(find("Deployment", "kit"))
    (drain,) = [int(e["value"]) for e in pod["containers"][0]["env"] if e["name"] == "KIT_DRAIN"]
    command = pod["containers"][0]["lifecycle"]["preStop"]["exec"]["command"]
    assert command[0] == "sleep"
    assert pod["terminationGracePeriodSeconds"] >= int(command[1]) + drain + ENDING
    assert find("Deployment", "kit")["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    budget = find("PodDisruptionBudget", "kit")["spec"]["minAvailable"]
    assert budget < find("Deployment", "kit")["spec"]["replicas"]


@pytest.mark.parametrize("workload", list_workloads(), ids=name_manifest)
def test_nothing_runs_as_root_or_writes_where_it_need_not(workload: Manifest) -> None:
    pod = get_pod(workload)
    (container,) = pod["containers"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["enableServiceLinks"] is False  # KIT_PORT would be one of them
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == pod["securityContext"]["fsGroup"] > 0
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert "/tmp" in [each["mountPath"] for each in container["volumeMounts"]]
    assert container["resources"]["requests"]["memory"]
    assert container["resources"]["limits"]["memory"]
    assert not container["image"].endswith(":latest")


def test_the_ingress_leads_a_session_to_one_server_by_its_code() -> None:
    ingress = find("Ingress", "kit")
    key = ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/upstream-hash-by"]
    rules = [rule for each in ingress["spec"]["rules"] for rule in each["http"]["paths"]]
    patterns = sorted((rule["path"] for rule in rules), key=len, reverse=True)  # as it tries them

    def choose(path: str) -> str:
        matched = next(filter(None, (re.match(each, path) for each in patterns)), None)
        return matched[int(key.removeprefix("$"))] if matched else ""

    code = new_code()
    for place in (
        "/join/{}",
        "/s/{}",
        "/s/{}/live",
        "/screen/{}/live",
        "/leader/{}",
        "/facilitate/{}/report",
    ):
        assert choose(place.format(code)) == code
    sessions = ("/facilitate", "/facilitate/new", "/facilitate/rehearse")
    assert {choose(path) for path in sessions} == {"facilitate"}
    for path in ("/", "/static/a.js", "/sources/ab.cd", "/language/de"):
        assert choose(path) == ""
    served = {each["name"] for each in walk(MANIFESTS, "service")}
    assert served == {"kit", "kit-any"}  # the key belongs to a service, so the others need another
    for service in served:
        ports = find("Service", service)["spec"]["ports"]
        assert {each["name"] for each in ports} == {"http"}
