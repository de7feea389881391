"""Bars drawn as SVG: in a page, or as a file of their own.

The greys stand in presentation attributes, so that a file looks right alone; the site's style
sheet puts its own colours over them. The three tones also differ in grey, and each bar ends in
its number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 350
_ROW, _TOP = 26, 8
_END = 116
_SIZE = 14
_GREYS = {"busy": "#333333", "middle": "#8c8c8c", "quiet": "#ffffff", "other": "#8c8c8c"}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length, the words at its end, its tone and its range."""

    label: str
    value: float
    end: str
    tone: str = "other"
    low: float | None = None
    high: float | None = None


def bars_svg(
    chart_id: str, title: str, desc: str, bars: Sequence[Bar], *, note: str | None = None
) -> str:
    """The bars from top to bottom on one line of SVG.

    With a `note` it is a file of its own: on a white ground, the note written below the bars.
    """
    alone = note is not None
    left = max(_wide(bar.label) for bar in bars) + 8
    longest = max([max(bar.high or 0, bar.value) for bar in bars] + [1])
    scale = (WIDTH - left - _END) / longest
    lines = [note[at : at + 24] for at in range(0, len(note), 24)] if alone else []
    height = _TOP * 2 + _ROW * len(bars) + 20 * len(lines)
    names = f"{chart_id}-title {chart_id}-desc"
    head = f'viewBox="0 0 {WIDTH} {height}" class="kg-chart" role="img" aria-labelledby="{names}"'
    namespace = ""
    if alone:
        namespace = ' xmlns="http://www.w3.org/2000/svg" font-family="sans-serif"'
        namespace += f' width="{WIDTH * 2}" height="{height * 2}"'
    shapes = "".join(_bar(bar, left, _TOP + _ROW * place, scale) for place, bar in enumerate(bars))
    shapes += "".join(
        _text(8, height - 20 * (len(lines) - place) + 4, line, "start")
        for place, line in enumerate(lines)
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>' if alone else ""
    return (
        f'<svg{namespace} {head}><title id="{chart_id}-title">{escape(title)}</title>'
        f'<desc id="{chart_id}-desc">{escape(desc)}</desc>{ground}{shapes}</svg>'
    )


def _wide(text: str) -> float:
    """About how wide a text is: half as much for digits as for kana and kanji."""
    return sum(_SIZE * (0.58 if letter.isascii() else 1) for letter in text)


def _bar(bar: Bar, left: float, top: float, scale: float) -> str:
    middle = top + _ROW / 2
    end = left + bar.value * scale
    shapes = [
        _text(left - 6, middle, bar.label, "end"),
        f'<rect x="{_round(left)}" y="{_round(top + 4)}" width="{_round(bar.value * scale)}" '
        f'height="{_ROW - 8}" class="kg-chart__{bar.tone}" fill="{_GREYS[bar.tone]}" '
        'stroke="#333333"/>',
    ]
    if bar.low is not None and bar.high is not None:
        low, end = left + bar.low * scale, max(end, left + bar.high * scale)
        high = left + bar.high * scale
        path = _whisker(low, high, middle)
        # the lighter line below keeps the dark one apart from a dark bar
        shapes += [
            f'<path d="{path}" class="kg-chart__halo" stroke="#ffffff" stroke-width="4"/>',
            f'<path d="{path}" class="kg-chart__range" stroke="#333333" stroke-width="1.5"/>',
        ]
    shapes.append(_text(end + 6, middle, bar.end, "start"))
    return "".join(shapes)


def _whisker(low: float, high: float, y: float) -> str:
    low, high = _round(low), _round(high)
    return f"M{low} {y}H{high}M{low} {y - 4}v8M{high} {y - 4}v8"


def _text(x: float, y: float, words: str, anchor: str) -> str:
    where = f'x="{_round(x)}" y="{_round(y + 5)}" text-anchor="{anchor}"'
    return f'<text {where} font-size="{_SIZE}" fill="#1a1a1c">{escape(words)}</text>'


def _round(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def pairs_svg(
    chart_id: str, title: str, desc: str, pairs: Iterable[tuple[str, float, str, float, str]]
) -> str:
    """For each label two bars: ours, dark, and the one to compare with, light."""
    bars = []
    for label, ours, ours_end, other, other_end in pairs:
        bars += [Bar(label, ours, ours_end, "busy"), Bar("", other, other_end, "quiet")]
    return bars_svg(chart_id, title, desc, bars)
