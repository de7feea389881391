"""What many tests share: the rule book and the register of sources."""

from __future__ import annotations

import pytest

from kigen import load_book, load_sources


@pytest.fixture(scope="session")
def book():
    return load_book()


@pytest.fixture(scope="session")
def sources():
    return load_sources()
