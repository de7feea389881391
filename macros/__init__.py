"""Gives the pages their words: `table`, `fact`, `source`, `doubt`, `term`, `decisions`."""

from __future__ import annotations

from pathlib import Path

from macros.site import load_site
from macros.vocabulary import vocabulary


def define_env(env) -> None:
    """Register every word of the vocabulary with the macros plugin."""
    for name, word in vocabulary(load_site(Path(env.project_dir))).items():
        env.macro(word, name)
