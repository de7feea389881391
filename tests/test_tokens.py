"""The colours of tokens.css against the contrast the design asks for, light and dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "docs/assets/css"
_TOKEN = re.compile(
    r"--kg-([a-z0-9-]+): var\(--kg-light, (#[0-9a-f]{6})\) var\(--kg-dark, (#[0-9a-f]{6})\);"
)
TOKENS = {
    name: {"light": light, "dark": dark}
    for name, light, dark in _TOKEN.findall((CSS / "tokens.css").read_text("utf-8"))
}

TEXT, SHAPE = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11
PAIRS = [
    *((text, ground, TEXT) for text in ("text", "link") for ground in ("bg", "sub", "tint")),
    *(("text", ground, TEXT) for ground in ("err-bg", "warn-bg", "ok-bg", "notice")),
    *(("text2", ground, TEXT) for ground in ("bg", "sub", "tint")),
    *(("visited", ground, TEXT) for ground in ("bg", "sub", "tint", "warn-bg")),
    *(("accent", ground, TEXT) for ground in ("bg", "tint", "sub")),
    ("link", "warn-bg", TEXT),
    ("link", "notice", TEXT),
    ("on-accent", "accent", TEXT),
    ("on-brand", "brand", TEXT),
    ("err", "bg", TEXT),
    ("err", "err-bg", TEXT),
    ("warn", "warn-bg", TEXT),
    ("ok", "bg", TEXT),
    ("ok", "ok-bg", TEXT),
    ("footer-text", "footer", TEXT),
    ("focus-ink", "focus", TEXT),
    ("line", "bg", SHAPE),
    ("line", "sub", SHAPE),
    ("warn-bar", "warn-bg", SHAPE),
    ("focus-ring", "bg", SHAPE),
    ("focus", "brand", SHAPE),
    ("focus", "footer", SHAPE),
]


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_the_formula_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#1a1a1c", "#ffffff") == pytest.approx(17.38, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_pair_has_enough_contrast(front, ground, least, scheme):
    ratio = contrast(TOKENS[front][scheme], TOKENS[ground][scheme])
    assert ratio >= least, (
        f"docs/assets/css/tokens.css: --kg-{front} と --kg-{ground} のコントラストが"
        f" {ratio:.2f} です({scheme})。{least} 以上になる色にしてください。"
    )


def test_focus_is_the_pair_of_yellow_and_ring():
    """Yellow alone is not seen on white, so the ring must be seen wherever yellow is not."""
    for scheme in ("light", "dark"):
        ring, yellow, ground = (TOKENS[n][scheme] for n in ("focus-ring", "focus", "bg"))
        assert max(contrast(ring, ground), contrast(yellow, ground)) >= SHAPE
        assert contrast(ring, ground) >= SHAPE


def test_every_colour_has_both_values():
    declared = re.findall(
        r"(--kg-[a-z0-9-]+): (?:var\(--kg-(?:light|dark)|#)",
        (CSS / "tokens.css").read_text("utf-8"),
    )
    assert sorted(declared) == sorted(f"--kg-{name}" for name in TOKENS)


def test_colours_are_written_in_tokens_only():
    """Other style sheets may shade with translucent black or white; paper may be black on white."""
    opaque = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})\b|\brgb\(", re.IGNORECASE)
    site = (CSS / "site.css").read_text("utf-8")
    assert opaque.findall(site) == []
    paper = set(opaque.findall((CSS / "print.css").read_text("utf-8")))
    assert paper <= {"#000", "#fff"}


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--kg-[a-z0-9-]+):", (CSS / "tokens.css").read_text("utf-8")))
    for name in ("tokens.css", "site.css", "print.css"):
        used = set(re.findall(r"var\((--kg-[a-z0-9-]+)", (CSS / name).read_text("utf-8")))
        assert used <= defined, f"{name}: {sorted(used - defined)} は tokens.css にありません。"
