"""A sheet to draw on: SVG elements written safely, measured text, one quiet style for all pictures.

In: numbers and labels, which are hostile until escaped here. Out: SVG text that needs nothing
beside itself. Colours come from Okabe and Ito's palette, which people with any kind of colour
vision can tell apart; line style, shape or sign always says the same thing once more.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

__all__ = [
    "AGREE",
    "DISAGREE",
    "GROUPS",
    "INK",
    "LINE",
    "MIXED",
    "PAPER",
    "PLAIN",
    "SOFT",
    "Sheet",
    "Style",
    "clean",
    "text_width",
    "wrap",
]

INK, SOFT, LINE, PAPER = "#1f2328", "#5c636b", "#d9dce0", "#ffffff"
FONT = "Helvetica, Arial, 'Liberation Sans', 'Nimbus Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Style:
    """How one meaning is drawn: colour and dash together, so that neither is needed alone."""

    colour: str
    dash: str
    name: str


AGREE = Style("#0072b2", "", "agreement")
DISAGREE = Style("#d55e00", "6 4", "disagreement")
MIXED = Style("#6f4a8e", "1.5 3.5", "both")
PLAIN = Style("#5c636b", "", "tie")
GROUPS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#8c8c00", "#5c636b")

# Widths of the printable ASCII characters in Helvetica, in thousandths of the font size.
_WIDTHS = (
    "278 278 355 556 556 889 667 222 333 333 389 584 278 333 278 278 "
    "556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 "
    "667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 "
    "556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_ASCII = tuple(int(width) for width in _WIDTHS.split())
_SPARE = 1.05  # other fonts run a little wider
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text with every character that XML cannot hold shown as U+FFFD."""
    return _UNWRITABLE.sub("\ufffd", text)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text, on the safe side."""
    total = sum(_character(character) for character in unicodedata.normalize("NFD", text))
    return total * size / 1000 * _SPARE * (1.07 if bold else 1.0)


def _character(character: str) -> int:
    code = ord(character) - 32
    if 0 <= code < len(_ASCII):
        return _ASCII[code]
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1000
    return 760 if character.isupper() else 620


def wrap(text: str, *, line: int = 24, lines: int = 2) -> list[str]:
    """A label in a few lines of about equal length; what does not fit ends in an ellipsis."""
    words = " ".join(clean(text).split()).split(" ")
    whole = sum(len(word) + 1 for word in words) - 1
    if whole <= line:
        return [" ".join(words)]
    aim = max(line * 2 // 3, min(line, -(-whole // lines) + 3))
    found = [""]
    for word in words:
        longer = f"{found[-1]} {word}".strip()
        if len(longer) <= aim or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1]} …"]
    return [
        part if len(part) <= line + 6 else part[: line + 4].rstrip(" …") + "…" for part in found
    ]


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"


@dataclass(slots=True)
class Sheet:
    """One picture that is being drawn.

    Args:
        width: In pixels.
        height: In pixels.
        title: What the picture shows; a screen reader speaks it.
        description: A sentence that sums it up.
        facts: What a reader needs to make the picture again: settings, seed, counts.
    """

    width: float
    height: float
    title: str
    description: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    _parts: list[str] = field(default_factory=list)

    def add(self, tag: str, inner: str = "", **attributes: object) -> None:
        """Write one element; ``inner`` must be escaped already. ``_`` in names becomes ``-``."""
        self._parts.append(self._element(tag, inner, attributes))

    def _element(self, tag: str, inner: str, attributes: Mapping[str, object]) -> str:
        written = []
        for name, value in attributes.items():
            if value is None or value == "":
                continue
            shown = _number(value) if isinstance(value, (int, float)) else clean(str(value))
            written.append(f' {name.strip("_").replace("_", "-")}="{escape(shown)}"')
        return (
            f"<{tag}{''.join(written)}>{inner}</{tag}>" if inner else f"<{tag}{''.join(written)}/>"
        )

    def open(self, tag: str, **attributes: object) -> None:
        """Open an element that holds others, as a group or a link."""
        self._parts.append(self._element(tag, "", attributes)[:-2] + ">")

    def close(self, tag: str) -> None:
        """Close what was opened."""
        self._parts.append(f"</{tag}>")

    def tip(self, text: str) -> str:
        """A title element: shown when the pointer rests, spoken by a screen reader."""
        return f"<title>{escape(clean(text))}</title>"

    def line(
        self, ends: tuple[float, float, float, float], colour: str = LINE, **more: Any
    ) -> None:
        """A straight line from x1, y1 to x2, y2."""
        x1, y1, x2, y2 = ends
        tip = str(more.pop("tip", ""))
        inner = self.tip(tip) if tip else ""
        self.add("line", inner, x1=x1, y1=y1, x2=x2, y2=y2, stroke=colour, **more)

    def rect(self, box: tuple[float, float, float, float], fill: str, **more: Any) -> None:
        """A rectangle given by x, y, width and height."""
        x, y, width, height = box
        tip = str(more.pop("tip", ""))
        inner = self.tip(tip) if tip else ""
        self.add("rect", inner, x=x, y=y, width=width, height=height, fill=fill, **more)

    def text(self, x: float, y: float, words: str, size: float = 12, **more: Any) -> None:
        """A line of text; ``halo=True`` keeps it legible over lines."""
        if more.pop("halo", False):
            more |= {"stroke": PAPER, "stroke_width": 3, "paint_order": "stroke"}
            more |= {"stroke_linejoin": "round"}
        more.setdefault("fill", INK)
        self.add("text", escape(clean(words)), x=x, y=y, font_size=size, **more)

    def head(self, subtitle: str = "", *, left: float = 24) -> float:
        """Draw title and subtitle; gives the y below them."""
        y = 22.0
        for words in _fill_lines(self.title, 17, self.width - 2 * left, bold=True):
            y += 12
            self.text(left, y, words, 17, font_weight="600")
            y += 9
        for words in _fill_lines(subtitle, 12.5, self.width - 2 * left):
            y += 10
            self.text(left, y, words, 12.5, fill=SOFT)
            y += 7
        return y + 12

    def foot(self, notes: Sequence[str], *, left: float = 24) -> None:
        """Draw notes at the lower edge, growing the sheet by what they need."""
        lines = [part for note in notes if note for part in self._foot_lines(note, left)]
        self.height += 15 * len(lines) + 10
        for at, words in enumerate(lines):
            self.text(left, self.height - 15 * (len(lines) - at) + 2, words, 11, fill=SOFT)

    def _foot_lines(self, note: str, left: float) -> list[str]:
        return _fill_lines(note, 11, 0.92 * (self.width - 2 * left))  # some fonts are wider

    def key(self, x: float, y: float, styles: Sequence[tuple[Style, str]]) -> float:
        """Samples of lines with their meaning in one row; gives the x after them."""
        for style, words in styles:
            self.line(
                (x, y - 4, x + 30, y - 4),
                style.colour,
                stroke_width=2.5,
                stroke_dasharray=style.dash,
            )
            self.text(x + 37, y, words, 12)
            x += 37 + text_width(words, 12) + 22
        return x

    def render(self, *, standalone: bool = True) -> str:
        """The SVG text; not standalone, it can stand within a page."""
        facts = json.dumps(dict(self.facts), ensure_ascii=False, sort_keys=True, default=str)
        width, height = _number(self.width), _number(self.height)
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            f'width="{width}" height="{height}" '
            f'role="img" aria-labelledby="picture-title picture-description" '
            f'font-family="{escape(FONT)}">\n'
            f'<title id="picture-title">{escape(clean(self.title))}</title>\n'
            f'<desc id="picture-description">{escape(clean(self.description))}</desc>\n'
            f"<metadata>{escape(clean(facts))}</metadata>\n"
            f'<rect width="100%" height="100%" fill="{PAPER}"/>\n'
        )
        if not standalone:
            head = head.replace('role="img"', 'role="group"')
        start = '<?xml version="1.0" encoding="UTF-8"?>\n' if standalone else ""
        return start + head + "\n".join(self._parts) + "\n</svg>\n"


def _fill_lines(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit a width."""
    found: list[str] = []
    for word in clean(text).split():
        longer = f"{found[-1]} {word}" if found else word
        if found and text_width(longer, size, bold=bold) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found
