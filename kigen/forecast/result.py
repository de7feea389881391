"""What the forecast says, as plain numbers: kept in the cache, printed, published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

CERTIFICATES, CARDS, SUM = "certificates", "cards", "sum"
QUIET, MIDDLE, BUSY = "quiet", "middle", "busy"
"""The three levels."""


@dataclass(frozen=True, slots=True)
class Count:
    """A number with the range in which resampling leaves it."""

    value: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Month:
    """One month: what ends in it, and how busy the offices are because of that."""

    month: str
    certificates: Count
    cards: Count
    total: Count
    index: Count
    """Visits; the monthly mean of fiscal year 2025 is 100."""
    level: str
    level_low: str
    level_high: str

    @property
    def first(self) -> date:
        """Its first day."""
        return date.fromisoformat(f"{self.month}-01")


@dataclass(frozen=True, slots=True)
class Year:
    """One fiscal year and one kind: our sum beside the official figure and the naive count."""

    fiscal_year: int
    what: str
    model: Count
    official: int | None
    published: str | None
    source: str | None
    difference: bool
    """True where the official figure is the sum less the certificates."""
    naive: int | None
    """Cards handed over five fiscal years earlier."""

    @property
    def error(self) -> float | None:
        """How far the model is from the official figure, in percent."""
        return None if self.official is None else percent(self.model.value, self.official)

    @property
    def naive_error(self) -> float | None:
        """The same of the naive count."""
        both = self.official is not None and self.naive is not None
        return percent(self.naive, self.official) if both else None

    @property
    def inside(self) -> bool | None:
        """True where the official figure lies in the range."""
        return None if self.official is None else self.model.low <= self.official <= self.model.high


@dataclass(frozen=True, slots=True)
class Variant:
    """The same calculation with one thing changed: errors of the yearly sums, in percent."""

    id: str
    ja: str
    errors: tuple[float, ...]
    peak: str
    rise: float
    """The fullest coming month against the month the forecast begins to rise from."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How the cards of one month turn into endings, on the national average."""

    rates: tuple[float, ...]
    """Of one card made in a month, how many of this kind end later."""
    earliest: tuple[int, ...]
    """After how many months the first of them end."""
    spread: tuple[tuple[float, ...], ...]
    """By calendar month of making: the shares of the thirteen months from `earliest` on."""


@dataclass(frozen=True)
class Forecast:
    """Everything that is published of the forecast."""

    months: tuple[Month, ...]
    years: tuple[Year, ...]
    variants: tuple[Variant, ...]
    town: Mapping[str, Kind]
    """What a municipality needs to do the same with its own counts, by kind."""
    draws: int

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


def from_json(content: Mapping[str, Any]) -> Forecast:
    """The forecast that `to_json` wrote."""
    counts = ("certificates", "cards", "total", "index")
    return Forecast(
        months=tuple(
            Month(**row | {name: Count(**row[name]) for name in counts})
            for row in content["months"]
        ),
        years=tuple(Year(**row | {"model": Count(**row["model"])}) for row in content["years"]),
        variants=tuple(
            Variant(**row | {"errors": tuple(row["errors"])}) for row in content["variants"]
        ),
        town={
            kind: Kind(
                tuple(row["rates"]), tuple(row["earliest"]), tuple(map(tuple, row["spread"]))
            )
            for kind, row in content["town"].items()
        },
        draws=content["draws"],
    )


def percent(value: float, of: float) -> float:
    """How far a number is from another, in percent with one decimal."""
    return round(float(100 * (value / of - 1)), 1)
