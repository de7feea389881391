"""How the outlook is made and how good it is: the tables of /outlook/method/."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kigen.forecast import Forecast, outlook
from kigen.forecast.birthdays import KINDS
from kigen.forecast.result import CARDS, CERTIFICATES, SUM, Year
from kigen.forecast.statistics import FOLDER, Statistics
from kigen.forecast.town import tried_on_the_country
from kigen.model import Citation
from kigen.render.chart import pairs_svg
from kigen.render.table import framed
from macros.cites import link, token
from macros.outlook_parts import man, month_ja, plain, row, signed
from macros.site import Site


def years(made: Forecast, words: Mapping[str, Any]) -> str:
    """The comparison with the official figures, a row for each year and kind."""
    said = words["years"]
    rows = []
    for year in made.years:
        low, high = man(year.model.low), man(year.model.high)
        cells = (
            said["whats"][year.what],
            man(year.model.value),
            words["table"]["range"].format(low=low, high=high),
            _official(year, said),
            said["blank"] if year.error is None else f"{signed(year.error)}%",
            said["blank"] if year.inside is None else said["inside" if year.inside else "outside"],
            _naive(year, said),
        )
        name = said["year"].format(year=year.fiscal_year)
        rows.append(row(f"fy-{year.fiscal_year}-{year.what}", name, cells))
    return framed("years", said["caption"], said["columns"], rows, "kg-tbl", searched=False)


def _official(year: Year, said: Mapping[str, Any]) -> str:
    if year.official is None:
        return said["none"]
    number = man(year.official)
    if year.difference:
        return said["difference"].format(n=number)
    return number


def _naive(year: Year, said: Mapping[str, Any]) -> str:
    if year.naive is None or year.naive_error is None:
        return said["blank"]
    return said["naive"].format(n=man(year.naive), error=signed(year.naive_error))


def years_chart(made: Forecast, words: Mapping[str, Any]) -> str:
    """The yearly sums beside the official ones."""
    said = words["years"]
    years = [year for year in outlook.compared(made.years) if year.what == SUM]
    told = "、".join(
        said["bar"].format(
            year=year.fiscal_year,
            ours=man(year.model.value),
            official=man(year.official),
            error=signed(year.error),
        )
        for year in years
    )
    pairs = [
        (
            said["year"].format(year=year.fiscal_year),
            year.model.value,
            f"{man(year.model.value)}（{signed(year.error)}%）",
            year.official,
            man(year.official),
        )
        for year in years
    ]
    return pairs_svg("years-chart", said["title"], said["desc"].format(bars=told), pairs)


def measured(made: Forecast) -> str:
    """What the comparison found, in sentences."""
    low, high = outlook.errors(made, SUM)
    certificates_low, certificates_high = outlook.errors(made, CERTIFICATES)
    cards_low, cards_high = outlook.errors(made, CARDS)
    within, of = outlook.inside(made)
    wide, months = outlook.wide_months(made)
    worst = max(
        (year for year in outlook.compared(made.years) if year.what == CARDS),
        key=lambda year: abs(year.error),
    )
    naive = [year.naive_error for year in made.years if year.naive_error is not None]
    items = [
        f"合わせた数の差は、{signed(low)}〜{signed(high)}%です。",
        f"証明書だけの差は、{signed(certificates_low)}〜{signed(certificates_high)}%です。",
        f"**カードの差は、{signed(cards_low)}〜{signed(cards_high)}%と大きくなりました。** "
        f"いちばん外れたのは{worst.fiscal_year}年度です。わけはわかっていません。",
        f"国の数{of}個のうち、こちらの幅の中に入ったのは**{within}個だけ**です。"
        "幅は、材料のあいまいさだけを表します。計算のしかたのちがいは入っていません。",
        f"{months}か月のうち{wide}か月は、幅が上か下に2割を超えます。",
        f"「作った年度の5年後」と数えると、証明書の差は{signed(min(naive))}〜{signed(max(naive))}%です。",
    ]
    return "\n".join(f"- {item}" for item in items)


def variants(made: Forecast, words: Mapping[str, Any]) -> str:
    """What becomes of the sums if one thing is changed."""
    said = words["variants"]
    rows = [
        row(
            f"v-{variant.id.replace('_', '-')}",
            variant.ja,
            (
                "、".join(signed(error) for error in variant.errors),
                month_ja(variant.peak, words),
                f"{variant.rise:.2f}",
            ),
        )
        for variant in made.variants
    ]
    return framed("variants", said["caption"], said["columns"], rows, "kg-tbl", searched=False)


def assumptions(statistics: Statistics, words: Mapping[str, Any]) -> str:
    """Every assumption with its value, its range and its reason."""
    said = words["assumptions"]
    rows = []
    for each in statistics.assumptions.values():
        value = each.value if isinstance(each.value, tuple) else (each.value,)
        moved = said["fixed"]
        if each.low is not None:
            moved = words["table"]["range"].format(low=plain(each.low), high=plain(each.high))
        cells = ("、".join(map(plain, value)), moved, each.basis)
        rows.append(row(f"a-{each.id.replace('_', '-')}", each.label, cells))
    return framed("assumptions", said["caption"], said["columns"], rows, "kg-tbl", searched=False)


def inputs(statistics: Statistics) -> str:
    """Every file of counts, with the sources of its rows."""
    of_cards = {point.source for points in statistics.cards.values() for point in points}
    by_file = {
        "cards": sorted(of_cards - {None}),
        "official": sorted({figure.source for figure in statistics.official}),
        "january-births": ["excite-births"],
    }
    lines = []
    for name, meta in statistics.meta.items():
        sources = by_file.get(name) or [meta["source"]]
        marks = "".join(token(Citation(source, "")) for source in sources)
        notes = "".join(meta["notes"])
        licence = f"まとめた人の条件は{meta['licence']}です。" if meta["licence"] else ""
        lines.append(f"- **{meta['title']}**（`{FOLDER}/{name}.csv`）。{marks}{notes}{licence}")
    return "\n".join(lines)


def numbers(site: Site) -> str:
    """The legal numbers that the counting asks the rule book for."""
    names = [*KINDS.values(), "card.adult_age", "certificate.window_months"]
    items = (link(f"/law/{name}/", site.book.parameters[name].label) for name in names)
    return "\n".join(f"- {item}" for item in items)


def town_measured(made: Forecast, statistics: Statistics) -> str:
    """How good the small calculation is on the whole country."""
    near, months = tried_on_the_country(made, statistics)
    return (
        "全国の数を1つの市区町村と見て試しました。"
        f"{months}か月のうち{near}か月で、この見通しの数が幅の中に入りました。"
    )
