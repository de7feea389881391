"""A version of git, put into a folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

_SAFELY = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # before Python 3.11.4


class NotUnpacked(Exception):
    """A version that git cannot give; its text is what git said."""


def unpack(version: str, folder: Path, repository: Path, *parts: str) -> None:
    """Put a version, or only some of its folders, into a folder.

    Raises NotUnpacked, or FileNotFoundError where there is no git.
    """
    command = ["git", "archive", "--format=tar", "--end-of-options", version, *parts]
    try:
        archive = subprocess.run(command, cwd=repository, capture_output=True, check=True).stdout
    except subprocess.CalledProcessError as error:
        raise NotUnpacked(error.stderr.decode(errors="replace").strip()) from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, **_SAFELY)
