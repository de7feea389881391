"""How much /check/ weighs beyond the home page, in the bytes that a server sends."""

from __future__ import annotations

import gzip

from postbuild.weigh import fetched

BAR = 40_000


def test_the_calculator_weighs_at_most_the_home_page_and_40_kb(site):
    """A first visit, each file packed on its own; what the home page has too counts for nothing.

    Its own HTML is the difference of the two pages: the frame around both is the same.
    """
    sent = {
        name: len(gzip.compress((site / name).read_bytes(), 9, mtime=0))
        for name in {*fetched(site, ""), *fetched(site, "check/")}
    }
    own = {name: sent[name] for name in fetched(site, "check/")}
    more = sum(own.values()) - sum(sent[name] for name in fetched(site, ""))
    modules = {name: size for name, size in own.items() if name.endswith(".mjs")}
    lines = [f"{size:7} {name}" for name, size in sorted(own.items(), key=lambda row: -row[1])]
    told = f"home + {more} bytes, of these {sum(modules.values())} in {len(modules)} modules"
    print("\n".join([told, *lines]))
    assert {"assets/check/main.mjs", "assets/kigen/answer.mjs", "assets/css/check.css"} <= set(own)
    assert more <= BAR, "\n".join([told, *lines])
