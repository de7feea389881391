"""When certificates and cards fall due, month by month, from public counts and the rules.

`forecast(root)` is the one door: it reads the cache, or computes (numpy is imported only then).
The cache is keyed by the digest of everything the numbers follow from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from kigen.book import load_book
from kigen.forecast.result import Forecast, from_json
from kigen.forecast.statistics import FOLDER, load_statistics
from kigen.reader import ROOT

__all__ = ["Forecast", "cached", "digest", "forecast"]

CACHE = ".cache/forecast"
_CODE = Path(__file__).resolve().parent


@lru_cache(maxsize=4)
def forecast(root: Path = ROOT) -> Forecast:
    """The forecast of the data under `root`. Raises DataError."""
    return cached(root)


def cached(root: Path, progress: Callable[[int, int], None] | None = None) -> Forecast:
    """The forecast out of the cache, or computed and put there."""
    path = root / CACHE / f"{digest(root)}.json"
    if path.is_file():
        try:
            return from_json(json.loads(path.read_text("utf-8")))
        except (ValueError, KeyError, TypeError):
            pass  # half written: it is made anew
    from kigen.forecast.resampling import compute

    heard = {"progress": progress} if progress else {}
    made = compute(load_statistics(root), load_book(root), **heard)
    text = json.dumps(made.to_json(), ensure_ascii=False)
    _store(path, text)
    return from_json(json.loads(text))


def digest(root: Path = ROOT) -> str:
    """The digest of the data, the rules and the code that the numbers follow from."""
    found = hashlib.sha256(load_book(root).digest.encode())
    files = [*sorted((root / FOLDER).glob("*.csv")), *sorted((root / FOLDER).glob("*.yaml"))]
    for path in [*files, *sorted(_CODE.glob("*.py")), _CODE.parent / "days.py"]:
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:20]


def _store(path: Path, text: str) -> None:
    """Write in one step, so that a build beside this one never reads half a file.

    Where nothing may be written, the next build computes again.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_suffix(".half")
        half.write_text(text, "utf-8")
        half.replace(path)
    except OSError:
        pass
