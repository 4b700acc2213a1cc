"""Where Jupyter's packages keep their data: beside the Python that runs, or beside the packages.

Jupyter looks below `sys.prefix`. What `pip install --target` or an archive has brought lies
elsewhere, beside the packages themselves.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path

from jupyter_core.paths import jupyter_path

from kit.errors import ServerError

VARIABLE = "JUPYTER_PATH"
NEEDED = (("voila", Path("voila", "templates")), ("nbconvert", Path("nbconvert", "templates")))
LOST = (
    "The templates of {package} are not where Jupyter looks for them, nor beside {package}. "
    "Install the kit with pip into an environment of its own, or name the folder that holds "
    "{inside} in {variable}."
)


def add_templates() -> None:
    """See that Jupyter finds the templates of pages, also where the packages lie apart.

    Raises:
        ServerError: They are nowhere.
    """
    for package, inside in NEEDED:
        if any(Path(root, inside).is_dir() for root in jupyter_path()):
            continue
        found = find_beside(package, inside)
        if found is None:
            raise ServerError(LOST.format(package=package, inside=inside, variable=VARIABLE))
        before = os.environ.get(VARIABLE)
        os.environ[VARIABLE] = os.pathsep.join(filter(None, (before, str(found))))


def find_beside(package: str, inside: Path) -> Path | None:
    """Look for data beside a package: `share/jupyter` in its folder's, or in one a little above.

    Args:
        package: The package.
        inside: What has to be in there.
    """
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent  # lib/python3.13/site-packages/voila, or TARGET/voila
    for above in list(folder.parents)[:4]:
        share = above / "share" / "jupyter"
        if (share / inside).is_dir():
            return share
    return None
