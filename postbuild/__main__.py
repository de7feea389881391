"""``python -m postbuild site`` finishes and checks a built site; ``freeze`` promises its addresses.

SITE_URL and SITE_TODAY as for the build.
"""

import os
import sys
from datetime import date
from pathlib import Path

from postbuild import PERMALINKS, SiteError, finish, permalinks

USAGE = """使いかた（site は、できあがったサイトのフォルダー）:
  python -m postbuild site                    仕上げて、確かめます
  python -m postbuild freeze site 2026-11-25  新しい住所を data/permalinks.txt に書き足します"""


def main(arguments: list[str]) -> int:
    """Run one command; 0 if all is well, 1 if not, 2 if it was called wrongly."""
    try:
        match arguments:
            case ["freeze", site, day] if Path(site).is_dir():
                added = permalinks.freeze(Path(site), PERMALINKS, date.fromisoformat(day))
                print(f"data/permalinks.txt に{added}行を足しました。")
                return 0
            case [site] if Path(site).is_dir():
                finish(Path(site), os.environ.get("SITE_URL", ""))
                return 0
    except SiteError as error:
        print(error, file=sys.stderr)
        return 1
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
