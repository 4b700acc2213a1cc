"""Which pictures a notebook may show: those in its own folder and cells, and nothing else."""

from __future__ import annotations

import base64
import os
import unicodedata
from pathlib import Path

import pytest

from kit.notebooks.pictures import MOST_PHONE, PictureError, embed
from tests.image_files import PNG, SVG

HIDDEN = b"nobody's business"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook's folder, with things around it that are no pictures of its."""
    (tmp_path / "secret.png").write_bytes(PNG + HIDDEN)
    folder = tmp_path / "Übung 1"
    (folder / "bilder").mkdir(parents=True)
    (folder / "pic.png").write_bytes(PNG)
    (folder / "two words.png").write_bytes(PNG)
    (folder / "bilder" / "Größe.svg").write_text(SVG)
    (folder / "notes.txt").write_bytes(HIDDEN)
    (folder / "named.png").write_bytes(HIDDEN)
    (folder / "out.png").symlink_to(tmp_path / "secret.png")
    (folder / "away").symlink_to(tmp_path)
    (folder / "in.png").symlink_to(folder / "pic.png")
    return folder


@pytest.mark.parametrize(
    ("address", "kind", "content"),
    [
        ("pic.png", "image/png", PNG),
        ("./pic.png", "image/png", PNG),
        ("in.png", "image/png", PNG),
        ("two%20words.png", "image/png", PNG),
        ("pic.png?again=1#top", "image/png", PNG),
        ("bilder/Größe.svg", "image/svg+xml", SVG.encode()),
        ("bilder/Gr%C3%B6%C3%9Fe.svg", "image/svg+xml", SVG.encode()),
        (unicodedata.normalize("NFD", "bilder/Größe.svg"), "image/svg+xml", SVG.encode()),
    ],
)
def test_a_picture_beside_the_notebook_is_carried_by_the_page(
    folder: Path, address: str, kind: str, content: bytes
) -> None:
    assert embed(address, folder) == f"data:{kind};base64,{base64.b64encode(content).decode()}"


OUTSIDE = "does not lie beside the notebook"


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("../secret.png", OUTSIDE),
        ("bilder/../../secret.png", OUTSIDE),
        ("%2e%2e/secret.png", OUTSIDE),
        ("/etc/passwd", OUTSIDE),
        ("%2Fetc/passwd", OUTSIDE),
        ("file:///etc/passwd", OUTSIDE),
        ("FILE:pic.png", OUTSIDE),
        ("C:\\pic.png", OUTSIDE),
        ("pic.png\0", OUTSIDE),
        ("", OUTSIDE),
        ("javascript:alert(1)", OUTSIDE),
        ("out.png", "a link that leads out"),
        ("away/secret.png", "a link that leads out"),
        ("https://example.org/pic.png", "lies on another server"),
        ("//example.org/pic.png", "lies on another server"),
        ("\\\\example.org/pic.png", "lies on another server"),
        (" HTTP://example.org/pic.png", "lies on another server"),
        ("bilder\\Größe.svg", "write / in the place"),
        ("notes.txt", "holds no picture"),
        ("named.png", "holds no picture"),
        ("bilder", "is no file"),
        ("PIC.png", r"There is 'pic.png': write capital and small letters"),
        ("Bilder/Größe.svg", r"There is 'bilder'"),
        ("missing.png", "is not beside the notebook. Put it there"),
        ("pic.png/x", "is not beside the notebook"),
    ],
)
def test_anything_else_is_refused_and_nothing_of_it_is_told(
    folder: Path, address: str, words: str
) -> None:
    with pytest.raises(PictureError, match=words) as refused:
        embed(address, folder)
    assert HIDDEN.decode() not in str(refused.value)
    assert str(folder.parent) not in str(refused.value)


def test_whether_a_file_elsewhere_is_there_makes_no_difference_to_the_words(folder: Path) -> None:
    said = []
    for name in ("secret.png", "absent.png"):
        with pytest.raises(PictureError) as refused:
            embed(f"../{name}", folder)
        said.append(str(refused.value).replace(name, "x"))
    assert said[0] == said[1]


def test_a_picture_that_is_too_large_is_named_with_its_size_and_the_cure(folder: Path) -> None:
    (folder / "large.png").write_bytes(PNG.ljust(MOST_PHONE + 1_000_000, b"\0"))
    with pytest.raises(PictureError) as refused:
        embed("large.png", folder, most=MOST_PHONE)
    assert str(refused.value).startswith("The picture 'large.png' is 1.5 MB large, and for phones")
    assert "may have 500 kB. Make it smaller" in str(refused.value)
    assert embed("large.png", folder).startswith("data:image/png;base64,")


def test_a_pasted_picture_has_the_same_limit() -> None:
    large = {"a.png": {"image/png": base64.b64encode(bytes(MOST_PHONE + 1)).decode()}}
    with pytest.raises(PictureError, match=r"The pasted picture 'a.png' is 500 kB large"):
        embed("attachment:a.png", None, large, MOST_PHONE)


@pytest.mark.parametrize(
    ("head", "kind"), [(b"BM\0\0", "BMP"), (b"II*\0", "TIFF"), (b"\0\0\0\x18ftypheic", "HEIC")]
)
def test_a_picture_that_browsers_do_not_draw_is_named_by_its_kind(
    folder: Path, head: bytes, kind: str
) -> None:
    (folder / "photo.jpg").write_bytes(head.ljust(40, b"\0"))
    with pytest.raises(PictureError, match=f"a file of the kind {kind}.*Save it as PNG, JPEG"):
        embed("photo.jpg", folder)


def test_a_picture_that_has_changed_is_read_anew(folder: Path) -> None:
    before = embed("pic.png", folder)
    (folder / "pic.png").write_bytes(PNG + b"\0")
    assert embed("pic.png", folder) != before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_picture_that_this_account_may_not_read_is_named(folder: Path) -> None:
    (folder / "pic.png").chmod(0)
    with pytest.raises(PictureError, match="cannot be read"):
        embed("pic.png", folder)


def test_without_a_folder_no_file_is_read() -> None:
    with pytest.raises(PictureError, match="this notebook has no folder"):
        embed("pyproject.toml", None)
