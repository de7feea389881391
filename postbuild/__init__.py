"""What happens to the built site: files shrunk, words kept whole, text, index, policy, check.

Knows neither the engine nor the site generator; ``python -m postbuild site`` does the same
to the output of any of them.
"""

from pathlib import Path

from postbuild import check, csp, nowrap, permalinks, plain, search, shrink, slots, unused
from postbuild.check import SiteError

__all__ = ["PERMALINKS", "SiteError", "finish"]

PERMALINKS = Path(__file__).resolve().parent.parent / "data" / "permalinks.txt"


def finish(site_dir: Path, site_url: str = "") -> None:
    """Finish a built site in place and check it; raise SiteError for what is wrong.

    Doing it twice changes nothing more. ``site_url`` as in ``check.check``.
    """
    unused.apply(site_dir)
    shrink.apply(site_dir)
    nowrap.apply(site_dir)
    plain.apply(site_dir, site_url)
    search.apply(site_dir)
    csp.apply(site_dir)  # after everything that writes scripts
    slots.apply(site_dir, site_url)  # weighs what is published, so nothing else may follow
    check.check(site_dir, site_url)
    permalinks.check(site_dir, PERMALINKS)
