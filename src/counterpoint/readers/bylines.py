"""Names and days in the lines above an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

__all__ = ["LineDate", "clean_names", "find_line_date", "parse_byline"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun",
            "july jul", "august aug", "september sept sep", "october oct", "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?!\d)",
        rf"(?<!\w){_MONTH}\s+{_DAY},?\s+{_YEAR}(?!\d)",
        rf"(?<!\w){_DAY}\.?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}(?!\d)",
        rf"(?<!\d){_YEAR}/(?P<month>[01]\d)/(?P<day>[0-3]\d)(?!\d)",
        rf"(?<!\d){_DAY}-{_MONTH}-{_YEAR}(?!\d)",
    )
]
_GLUED = re.compile(
    r"(?<=[a-z])(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s+\d)"
)
_UPDATE = re.compile(r"\b(?:updated|modified|revised|last\s+edited)\b", re.IGNORECASE)
_BY = re.compile(
    r"(?:^|\|\s*|\b(?:written|posted|reported|story|text|analysis|opinion)\s+)by[\s:]+(?P<names>\S.*)",
    re.IGNORECASE,
)
_BY_AFTER_DATE = re.compile(r"\bby\s+(?P<names>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})\s*$")
_NAME_END = re.compile(
    r"\s+(?:on\s+(?:\d|\w+day|[A-Z][a-z]+\s+\d)|in\s+[A-Z]|at\s+\d|for\s+(?:the\s+)?[A-Z]|from\s+[A-Z]|"
    r"\d|published|updated|posted|photos?\s|photography|"
    r"special\s+to|is\s+an?\s)|\s*(?:\||•|·|—|–|\s-\s|\t|/)|\s*\(|@|<",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:;|,|&|\band\b|\bwith\b|\|)\s*", re.IGNORECASE)
_NOT_A_NAME = re.compile(
    r"\b(?:staff|editors?|editorial|newsroom|desk|team|correspondents?|reporters?|writers?|columnists?|"
    r"contributors?|contributing|bureau|agency|agencies|press|admin|administrator|guest|author|news|"
    r"online|magazine|newspaper|sponsored|content|service|wire|director|professor|producer|"
    r"phd|ph\.d|md|m\.d|rd|jr\.?\s*$|university|institute|foundation|inc|ltd|llc|http|www)\b|"
    r"@|\d|\.com\b|[#<>{}=/\\]",
    re.IGNORECASE,
)
_PROSE = re.compile(
    r"\b(?:the|this|that|these|those|then|it|was|were|is|are|has|have|had|not|they|we|you|all|now|to)\b"
)
_MAX_NAME = 60


@dataclass(frozen=True, slots=True)
class LineDate:
    """A day that a line names, and whether the line calls it an update."""

    day: datetime
    is_update: bool


def find_line_date(line: str) -> LineDate | None:
    """The first day in a line that is written unambiguously (12/10/2020 is not)."""
    line = _GLUED.sub(" ", line[:300])
    found = []
    for pattern in _DATES:
        match = pattern.search(line)
        day = _day(match) if match else None
        if match and day:
            found.append((match.start(), day))
    if not found:
        return None
    at, day = min(found)
    return LineDate(day, _UPDATE.search(line[:at]) is not None)


def _day(match: re.Match[str]) -> datetime | None:
    month = match["month"].lower()
    try:
        return datetime(
            int(match["year"]),
            int(month) if month.isdigit() else _MONTHS[month],
            int(match["day"]),
        )
    except ValueError:
        return None


def parse_byline(line: str, *, outlet: str = "") -> tuple[str, ...]:
    """The names after "By" in a line; empty if the line is no byline."""
    line = " ".join(line.split())[:300]
    match = _BY.search(line) or _BY_AFTER_DATE.search(line)
    if not match:
        return ()
    names = clean_names([_NAME_END.split(match["names"], maxsplit=1)[0]], outlet=outlet)
    return tuple(name for name in names if not _PROSE.search(name))


def clean_names(raw: list[str], *, outlet: str = "") -> tuple[str, ...]:
    """Names of people out of what pages give as author: no outlets, offices, addresses."""
    names: list[str] = []
    for text in raw:
        text = re.sub(r"^\s*(?:by|von|par|por)[\s:]+", "", " ".join(text.split()), flags=re.I)
        if "://" in text or text.startswith("www."):
            continue
        if outlet:
            text = re.sub(
                rf"(?<=\w)[\s,|]+{re.escape(outlet)}(?:\s+\w+)?\s*$", "", text, flags=re.I
            )
        for part in _SPLIT.split(text):
            name = part.strip(" .,:·|-–—\"'“”") + ("." if re.search(r"\b[A-Z]\.$", part) else "")
            if _is_name(name) and name.casefold() not in (known.casefold() for known in names):
                names.append(name)
    return tuple(names)


def _is_name(name: str) -> bool:
    words = name.split()
    if not name or len(name) > _MAX_NAME or len(words) > 5 or _NOT_A_NAME.search(name):
        return False
    if len(words) == 1 and name.isupper() and len(name) > 3:
        return False
    return any(character.isalpha() for character in name)
