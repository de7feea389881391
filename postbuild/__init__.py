"""What happens to the built HTML: words kept whole, then the policy, then our own check.

Knows neither the engine nor the site generator; ``python -m postbuild site`` does the same
to the output of any of them.
"""

from pathlib import Path

from postbuild import check, csp, nowrap, permalinks
from postbuild.check import SiteError

__all__ = ["PERMALINKS", "SiteError", "finish"]

PERMALINKS = Path(__file__).resolve().parent.parent / "data" / "permalinks.txt"


def finish(site_dir: Path, site_url: str = "") -> None:
    """Finish a built site in place and check it; raise SiteError for what is wrong.

    Doing it twice changes nothing more. ``site_url`` as in ``check.check``.
    """
    nowrap.apply(site_dir)
    csp.apply(site_dir)  # after everything that writes
    check.check(site_dir, site_url)
    permalinks.check(site_dir, PERMALINKS)
