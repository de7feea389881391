"""The five questions as one figure: a tree from the first question to every outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape

from kigen.ask import Flow, Point

TITLE = "5つの質問のながれ"

_ROW, _COLUMN = 30, 118  # from one end to the next, from one answer to the next
_WIDTH, _TALL, _LOW = 96, 42, 24  # of a box; it is tall where a question follows
_LETTER, _EDGE, _ARROW = 14, 8, 12


@dataclass(frozen=True, slots=True)
class _Box:
    """A point with its place in the figure: the column, and the height of its middle."""

    point: Point
    column: int
    middle: float


def flow_svg(flow: Flow) -> str:
    """The figure; what it shows is said again in `desc` in short, and in full by a list."""
    boxes = _placed(flow)
    ends = [box for box in boxes.values() if box.point.outcome]
    width = max(_text_of_end(box) + len(box.point.outcome.title) * _LETTER for box in ends) + _EDGE
    height = len(ends) * _ROW + 2 * _EDGE
    parts = [
        f'<svg class="kg-flow" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' role="img" aria-labelledby="kg-flow-t kg-flow-d">',
        f'<title id="kg-flow-t">{TITLE}</title>',
        f'<desc id="kg-flow-d">{_told(flow, ends)}</desc>',
    ]
    for box in boxes.values():
        if box.point.answers:
            parts.append(_line(boxes[_parent(box.point)], box))
    for box in boxes.values():
        parts += _drawn(box, flow)
    parts += [text for box in ends for text in _end(box)]
    return "\n".join([*parts, "</svg>"])


def _placed(flow: Flow) -> Mapping[tuple[str, ...], _Box]:
    """Every point at its place: ends below each other, a question beside its first ones."""
    boxes: dict[tuple[str, ...], _Box] = {}
    row = 0
    for point in flow.points:
        middle = _EDGE + (row + (0.5 if point.outcome else 1)) * _ROW
        boxes[_key(point)] = _Box(point, len(point.answers), middle)
        row += point.outcome is not None
    return boxes


def _key(point: Point) -> tuple[str, ...]:
    return tuple(point.answers.values())


def _parent(point: Point) -> tuple[str, ...]:
    return _key(point)[:-1]


def _told(flow: Flow, ends: list[_Box]) -> str:
    first = flow.point({}).question
    return escape(
        f"左から右へ進みます。はじめの質問は「{first.short}」です。"
        f"道は{len(ends)}本あり、{len(flow.outcomes)}の結果に分かれます。"
        "同じ内容を、図の下に文字の一覧で書いています。"
    )


def _line(parent: _Box, box: _Box) -> str:
    start = _EDGE + parent.column * _COLUMN + _WIDTH
    bend = start + (_COLUMN - _WIDTH) / 2
    end = _EDGE + box.column * _COLUMN
    return f'<path class="kg-flow__line" d="M{start} {parent.middle}H{bend}V{box.middle}H{end}"/>'


def _drawn(box: _Box, flow: Flow) -> Iterator[str]:
    point, x = box.point, _EDGE + box.column * _COLUMN
    height = _TALL if point.question else _LOW
    kind = "q" if point.question else "end"
    yield (
        f'<rect class="kg-flow__box kg-flow__box--{kind}" x="{x}" y="{box.middle - height / 2}"'
        f' width="{_WIDTH}" height="{height}" rx="5"/>'
    )
    lines = []
    if point.answers:
        question, choice = list(point.answers.items())[-1]
        lines.append(("a", flow.questions[question].choices[choice].short))
    if point.question:
        lines.append(("q", f"{point.question.short}？"))
    for number, (kind, text) in enumerate(lines):
        y = box.middle + 5 + (number - (len(lines) - 1) / 2) * 18
        yield (
            f'<text class="kg-flow__{kind}" x="{x + _WIDTH / 2}" y="{y}"'
            f' text-anchor="middle">{escape(text)}</text>'
        )


def _text_of_end(box: _Box) -> float:
    """Where the words of an outcome begin."""
    return _EDGE + box.column * _COLUMN + _WIDTH + 2 * _ARROW


def _end(box: _Box) -> Iterator[str]:
    start = _EDGE + box.column * _COLUMN + _WIDTH
    yield f'<path class="kg-flow__to" d="M{start} {box.middle}h{_ARROW}"/>'
    tip = f"M{start + _ARROW} {box.middle - 4}l7 4l-7 4z"
    yield f'<path class="kg-flow__tip" d="{tip}"/>'
    title = escape(box.point.outcome.title)
    yield f'<text class="kg-flow__o" x="{_text_of_end(box)}" y="{box.middle + 5}">{title}</text>'
