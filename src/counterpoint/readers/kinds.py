"""Rules that name the lines around an article: title, byline, caption, credit, breadcrumb ...

Which lines are the article is decided before, by the trees; these rules name the rest, and correct
the trees where a line says plainly what it is (a source line, a caption that is printed twice).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from counterpoint.readers.blocks import Block
from counterpoint.readers.bylines import find_line_date, parse_byline
from counterpoint.readers.plain_marks import correct_plain, is_running
from counterpoint.types import RegionKind

__all__ = ["NamedLines", "block_hints", "name_lines", "source_of"]

_WORD = re.compile(r"\w+")
_SOURCE = re.compile(
    r"^\W*(?:news\s+)?(?:source|sources|originally (?:published|appeared)(?: (?:in|on|at|by))?|"
    r"first published (?:in|on|at|by)|"
    r"this (?:article|story|piece) (?:was )?(?:originally |first )?(?:published|appeared)"
    r"(?: (?:in|on|at|by))|republished from|reprinted from|via|courtesy(?: of)?)"
    r"(?:\s*[:：]\s*|\s+)(?P<name>\S.*?)\W*$",
    re.IGNORECASE,
)
_SOURCE_COLON = re.compile(
    r"^\W*(?:news\s+)?(?:source|sources|via|credit|courtesy)\s*[:：]\s*(?P<name>\S.*?)\W*$", re.I
)
_CREDIT_END = re.compile(
    r"(?:/\s?[A-Z][\w .&-]{1,30}$|\((?:AP|AFP|Reuters|Getty|EPA|PA)\b[^()]{0,60}\)\s*$|"
    r"\b(?:Getty(?: Images)?|Shutterstock|AFP|Reuters|Associated Press|AP Photo|EPA|Alamy|Xinhua)"
    r"[\w /.,-]{0,25}\W*$|\bfile photo\W*$)"
)
_CREDIT = re.compile(
    r"^\W*(?:(?:photo(?:graph)?s?|image|picture|illustration|video|graphic)s?\s*(?:credit|by|courtesy|:|©)|"
    r"credit\s*[:.]|©\s*\w+|getty images|(?:ap|file) photo|courtesy of)",
    re.IGNORECASE,
)
_CAPTION_START = re.compile(
    r"^\W*(?:caption|image caption|photo|pictured|file photo|in this)\b", re.I
)
_BREADCRUMB = re.compile(r"^\W*(?:home|you are here)\b.{0,3}\s*(?:[»›>|/→:]|::)", re.IGNORECASE)
_CRUMBS = re.compile(r"\S\s+[»›→>]\s+\S")
_SHARE = re.compile(
    r"^\W*(?:share\b|tweet\b|facebook\b|twitter\b|whatsapp\b|linkedin\b|pinterest\b|e-?mail\b|print\b|"
    r"follow us\b|copy link\b|telegram\b|reddit\b|like\b|pin it\b|save\b)",
    re.IGNORECASE,
)
_SHARE_WORDS = re.compile(
    r"\b(?:share|facebook|twitter|whatsapp|linkedin|pinterest|e-?mail|print|telegram|reddit|flipboard|"
    r"messenger|copy|link|this|on|via|more|x|tumblr|tweet|story|article|page)\b",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"^\W*(?:related|read (?:more|next|also|full)|more (?:from|on|in|stories|news)|recommended|"
    r"you (?:may|might) (?:also|like)|most (?:read|popular|viewed)|popular|trending|latest|"
    r"also read|see also|don.t miss|editor.s picks?|top stories|up next|further reading)\b",
    re.IGNORECASE,
)
# In the middle of an article, plain enough to take a line out of the body.
_POINTER = re.compile(
    r"^\W*(?:related|(?:read|see|watch|listen|click)(?: more| also| here| now)?|"
    r"also (?:on|read|see)|more (?:from|on)|don.t miss|recommended|on [\w.]+\.com)\b"
    r"[^.!?:：]{0,30}[:：]\s*\S",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"^\W*(?:like this (?:story|article)|share (?:it|this) |follow us on|sign up (?:for|to) |"
    r"subscribe to (?:our|the)|click here to (?:subscribe|sign))",
    re.IGNORECASE,
)
# At the end of a caption, plain enough to take a line out of the body.
_CREDITED = re.compile(
    r"(?:[.!?”\"’)\]]\s*/\s?[A-Z]{2,}[\w .&-]{0,20}$|"
    r"[(/©]\s*[^()]{0,40}(?:Getty Images|Shutterstock|AP Photo|AFP|Alamy|EPA)[^()]{0,30}\)?\s*$|"
    r"\b(?:File )?(?:Photo|Photograph|Image)(?: credit)?\s*(?:by|:)\s+[A-Z][^.]{2,60}$)"
)
_NO_TITLE = re.compile(r":$|\([A-Z][A-Za-z]+\)\s*[-–—]|@|^by\s", re.IGNORECASE)
_NEAR_ABOVE, _NEAR_BELOW = 15, 4  # lines
_MAX_ABOVE = 4  # lines
_FEW, _FEW_MORE, _HEADLINE = 5, 15, 25  # words
_MAX_CAPTION, _MAX_POINTER = 600, 200  # characters
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class NamedLines:
    """Kind of each line, and what the lines tell."""

    kinds: list[RegionKind]
    title: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    source_credit: str = ""


def block_hints(block: Block) -> str:
    """Names of the tag and of the classes near a block, for the rules."""
    parts = [block.tag]
    for element in block.path[-2:]:
        parts += [element.tag, element.get("class") or "", element.get("id") or ""]
    return " ".join(part for part in parts if part)[:400]


def source_of(line: str) -> str:
    """The outlet that a closing source line names; empty if the line is none."""
    line = line.strip()
    if len(line) > 120:
        return ""
    match = _SOURCE_COLON.match(line) or (_SOURCE.match(line) if len(line) < 90 else None)
    if not match:
        return ""
    name = match["name"].strip()
    return name if len(name.split()) <= 8 else ""


def name_lines(
    lines: Sequence[str],
    is_body: Sequence[bool],
    *,
    title: str = "",
    hints: Sequence[str] | None = None,
) -> NamedLines:
    """Name the lines of a text.

    Args:
        lines: The lines, none of them blank.
        is_body: Which of them are the article, as far as is known.
        title: Title of the text, if known.
        hints: Words about each line's place in a page, if it is from one.
    """
    namer = _Namer(lines, is_body, title, hints)
    return namer.named()


class _Namer:
    """One pass of the rules over one text."""

    def __init__(
        self,
        lines: Sequence[str],
        is_body: Sequence[bool],
        title: str,
        hints: Sequence[str] | None,
    ) -> None:
        self.lines = [line.strip() for line in lines]
        self.hints = [hint.lower() for hint in hints] if hints else [""] * len(lines)
        self.in_page = hints is not None
        self.counts = Counter(self.lines)
        self.title_words = _key(title)
        self.body = list(is_body)
        self._correct()
        kept = [number for number, inside in enumerate(self.body) if inside]
        self.first = kept[0] if kept else len(lines)
        self.last = kept[-1] if kept else -1

    def named(self) -> NamedLines:
        kinds = [RegionKind.BODY if inside else RegionKind.FURNITURE for inside in self.body]
        for number in range(len(self.lines)):
            if not self.body[number]:
                kinds[number] = self._kind(number)
        self._related_runs(kinds)
        title = self._title(kinds)
        credit = self._source(kinds)
        authors, published = self._head(kinds)
        return NamedLines(kinds, title, authors, published, credit)

    def _correct(self) -> None:
        """Take out of the body what says plainly that it is none."""
        if not self.in_page:
            self.body = correct_plain(self.lines, self.body)
        kept = [number for number, inside in enumerate(self.body) if inside]
        running = [number for number in kept if is_running(self.lines[number])]
        opening, closing = (running[0], running[-1]) if running else (-1, len(self.lines))
        if self.in_page or sum(number < opening for number in kept) > _MAX_ABOVE:
            opening = -1  # a page's own marks tell more, and long lists are no headlines
        below = range(closing + 1, len(self.lines))
        end = next((n for n in below if _RELATED.match(self.lines[n])), len(self.lines))
        for number in kept:
            line = self.lines[number]
            above = number < opening and not _SENTENCE_END.search(line)
            if above or number >= end or self._is_plainly_none(number):
                self.body[number] = False

    def _is_plainly_none(self, number: int) -> bool:
        """Whether a line is a caption with its credit, printed twice, or points elsewhere."""
        line = self.lines[number]
        if len(line) < _MAX_CAPTION and _CREDITED.search(line):
            return True
        if len(line) < _MAX_POINTER and (_POINTER.match(line) or _CALL.match(line)):
            return True
        return self._is_twice(number) and len(_WORD.findall(line)) >= _FEW

    def _is_twice(self, number: int) -> bool:
        beside = self.lines[max(0, number - 1) : number] + self.lines[number + 1 : number + 2]
        return self.lines[number] in beside

    def _kind(self, number: int) -> RegionKind:
        line, hint = self.lines[number], self.hints[number]
        if self.title_words and len(line) < _MAX_CAPTION and _key(line) == self.title_words:
            return RegionKind.TITLE
        if _BREADCRUMB.match(line) or "breadcrumb" in hint:
            return RegionKind.BREADCRUMB
        if _CRUMBS.search(line) and number < self.first:
            return RegionKind.BREADCRUMB
        if self.first - _NEAR_ABOVE <= number <= self.last + _NEAR_BELOW:
            kind = self._near_kind(number)
            if kind is not None:
                return kind
        words = len(_WORD.findall(line))
        if _SHARE.match(line) and len(_SHARE_WORDS.sub("", line).split()) <= 2:
            return RegionKind.SHARE
        if words < _HEADLINE and (_RELATED.match(line) or _POINTER.match(line)):
            return RegionKind.RELATED
        if number < self.first and self._is_section(number):
            return RegionKind.SECTION
        return RegionKind.FURNITURE

    def _near_kind(self, number: int) -> RegionKind | None:
        """Kinds that stand close to the article."""
        line = self.lines[number]
        words = len(_WORD.findall(line))
        if source_of(line) and number > self.last - 3:
            return RegionKind.CREDIT
        if _CREDIT.match(line) and words < _FEW_MORE:
            return RegionKind.CREDIT
        if len(line) < _MAX_CAPTION and self._is_caption(number):
            return RegionKind.CAPTION
        if number <= self.first + 2 and words < _HEADLINE and parse_byline(line):
            return RegionKind.BYLINE
        if words < _FEW_MORE and find_line_date(line) and not _SENTENCE_END.search(line):
            return RegionKind.DATELINE
        return None

    def _is_caption(self, number: int) -> bool:
        line, hint = self.lines[number], self.hints[number]
        words = len(_WORD.findall(line))
        if "caption" in hint:
            return True
        if words >= _FEW and (_CREDIT_END.search(line) or _CAPTION_START.match(line)):
            return True
        again = self.counts[line] > 1 and self.first < number < self.last
        return words >= _FEW and (again or self._is_twice(number))

    def _is_section(self, number: int) -> bool:
        line, hint = self.lines[number], self.hints[number]
        if "kicker" in hint or "section-name" in hint or "eyebrow" in hint:
            return True
        words = _WORD.findall(line)
        if hint or not 1 <= len(words) <= 6 or self.first - number > 8:
            return False
        if self.counts[line] > 1 or _SENTENCE_END.search(line):
            return False
        return all(word[0].isupper() or word in ("and", "of", "the") for word in words)

    def _related_runs(self, kinds: list[RegionKind]) -> None:
        """Lines that follow a "Related" heading, up to the next line of another kind."""
        running = False
        for number, kind in enumerate(kinds):
            if kind is RegionKind.RELATED:
                running = True
            elif kind is RegionKind.FURNITURE and running and len(self.lines[number]) < 160:
                kinds[number] = RegionKind.RELATED
            else:
                running = False

    def _title(self, kinds: list[RegionKind]) -> str:
        for number, kind in enumerate(kinds):
            if kind is RegionKind.TITLE:
                return self.lines[number]
        best, best_score = -1, 0.0
        before = "\n".join(self.lines[: self.first])
        free = (RegionKind.FURNITURE, RegionKind.SECTION, RegionKind.RELATED)
        for number in range(max(0, self.first - 25), min(self.first, len(self.lines))):
            line = self.lines[number]
            count = len(_WORD.findall(line))
            if not 2 <= count <= 30 or len(line) > 250 or kinds[number] not in free:
                continue
            score = 1.0 + min(count, 8) / 8 - 0.05 * (self.first - number)
            score += 1.5 * (before.count(line) > 1) - 0.4 * (kinds[number] is RegionKind.SECTION)
            score += 1.0 * bool(re.match(r"h[12]\b", self.hints[number]))
            score -= 0.9 * (_SENTENCE_END.search(line) is not None and not line.endswith("?"))
            score -= 0.9 * (_NO_TITLE.search(line) is not None)
            if score > best_score:
                best, best_score = number, score
        if best < 0 or best_score < 1.2:
            return ""
        key = _key(self.lines[best])
        for number, kind in enumerate(kinds):
            if kind in free and _key(self.lines[number]) == key:
                kinds[number] = RegionKind.TITLE
        return self.lines[best]

    def _source(self, kinds: list[RegionKind]) -> str:
        for number in range(len(self.lines) - 1, max(-1, self.last - 3), -1):
            if kinds[number] is RegionKind.CREDIT or number >= self.last - 1:
                if name := source_of(self.lines[number]):
                    kinds[number] = RegionKind.CREDIT
                    return name
        return ""

    def _head(self, kinds: list[RegionKind]) -> tuple[tuple[str, ...], datetime | None]:
        authors: tuple[str, ...] = ()
        published = None
        for number, kind in enumerate(kinds):
            line = self.lines[number]
            if kind is RegionKind.BYLINE and not authors:
                authors = parse_byline(line)
            if kind in (RegionKind.BYLINE, RegionKind.DATELINE) and published is None:
                found = find_line_date(line)
                published = found.day if found else None
        return authors, published


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
