"""What lines of a plain text say plainly of themselves, where there is no page to ask.

Three things that trees over the look of lines learn badly from few pages, and that lines say in so
many words: where the readers' comments begin, which lines are headlines of other articles or calls
to subscribe, and which lines are items of one list. All of it is about English words and common
shapes; nothing names a site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

__all__ = ["article_end", "correct_plain", "is_running"]

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_COMMENT_BY = re.compile(r"^.{1,60}\b(?:says|said|wrote|commented)\s*:$", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}:\d\d\b|\b(?:minutes?|hours?|days?|months?|years?) ago\b", re.I)
_COMMENTS = re.compile(
    r"^\W*(?:"
    r"(?:(?:view|show|loading|load|see|read|hide|all|user|reader)\s+)*(?:\d[\d,]*\s+)?"
    r"comments?(?:\s*\(\d+\))?(?:\s*\.\.\.)?\W*$|"
    r"(?:leave|post|write|add|submit)\s+(?:a\s+|your\s+)?(?:comment|reply|response)\b|"
    r"\d[\d,]*\s+(?:responses?|replies|thoughts?|comments?)\s+(?:to|on)\b|"
    r"(?:\w+\s+)?comments?\s+(?:are\s+)?(?:closed|powered\s+by)\b|"
    r"comments?\s+via\b|join\s+the\s+(?:conversation|discussion)\b)",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"^\W*(?:related(?: (?:articles?|stories|news|posts|content|links?|coverage|topics))?|"
    r"read (?:more|next|also)|more (?:from|on|in) [^.!?:]{2,30}|see also|up next|"
    r"(?:most|also) (?:read|popular|viewed|shared)|recommended(?: (?:for you|reading|stories))?|"
    r"trending(?: now)?|don.?t miss|what to read next|you (?:may|might) (?:also )?like(?: this)?|"
    r"top stories|latest (?:news|stories|videos?)|editor.?s.? picks?)\W*$",
    re.IGNORECASE,
)
_CREDITED = re.compile(
    r"\((?:image|photo|picture|video|graphic)s?(?: (?:credit|by|courtesy of))?\s*:\s*[^()]{1,60}\)"
    r"\W*$|\b(?:(?:image|photo|picture|video|illustration) )?credit\s?: [^.!?]{2,60}$",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\bfollow (?:us|me|him|her|them)\b.{0,40}\b(?:twitter|facebook|instagram|@\w+)|"
    r"\bsubscribe to (?:our\b|the [^.!?]{0,40}\b(?:newsletter|podcast|magazine|channel)\b)|"
    r"\bclick (?:here )?to subscribe\b|\bsign up (?:for|to) our\b|"
    r"\bclick here (?:to|for)\b|\ball rights reserved\b|\bis subject to copyright\b|"
    r"^\W*explore further\W*$",
    re.IGNORECASE,
)
_TURN = re.compile(r"^(?:Q|A)\s?[:.]\s?\S")
_ITEM = (
    re.compile(r"^(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8})\s?[–—:,-]"),
    re.compile(r"^\d{1,3}[.)]\s+\S"),
)
_BEFORE_COMMENTS, _RUNNING, _CALL_WORDS, _HEADING_WORDS, _HEADLINE_WORDS = 3, 12, 45, 8, 25
_MOST_HEADLINES, _MAX_CAPTION, _MAX_COMMENT_MARK = 10, 600, 80
_CUT_SHORT = re.compile(r"(?:\.\.\.|…)$")
_LIST, _LIST_SHARE, _TURN_SHARE = 4, 0.2, 0.5


def is_running(line: str) -> bool:
    """Whether a line is running text: long, and it ends as a sentence does."""
    long = len(line) >= 100 or len(_WORD.findall(line)) >= _RUNNING
    return long and _SENTENCE_END.search(line) is not None


def article_end(lines: Sequence[str]) -> int:
    """Number of the line where the readers' comments begin; the count of lines if nowhere.

    A comment that says who wrote it and when needs one line of running text above it, a mere
    heading three of them: above an article, "Comments" is a link. An hour in the line below a name
    ("Ann Lee says:") may also be a message that the article quotes, so there have to be two.
    """
    running = 0
    timed: list[int] = []
    for number, line in enumerate(lines):
        short = line.strip() if len(line) < _MAX_COMMENT_MARK else ""
        if running and _COMMENT_BY.match(short):
            if _TIME.search(short):
                return timed[0] if timed else number
            if _TIME.search("".join(lines[number + 1 : number + 2])[:_MAX_COMMENT_MARK]):
                timed.append(number)
        if len(timed) > 1:
            return timed[0]
        if running >= _BEFORE_COMMENTS and short and _COMMENTS.match(short):
            return timed[0] if timed else number
        running += is_running(line)
    return len(lines)


def correct_plain(lines: Sequence[str], body: Sequence[bool]) -> list[bool]:
    """Whether each line is the article, after what the lines say of themselves."""
    corrected = list(body)
    for items, share in _lists(lines):
        if sum(body[number] for number in items) >= share * len(items):
            for number in items:
                corrected[number] = True
    for number in _headlines(lines):
        corrected[number] = False
    return [kept and not _is_none(line) for line, kept in zip(lines, corrected, strict=True)]


def _is_none(line: str) -> bool:
    """Whether a line is a caption with its credit, or calls the reader elsewhere."""
    if len(line) < _MAX_CAPTION and _CREDITED.search(line):
        return True
    return len(_WORD.findall(line)) < _CALL_WORDS and _CALL.search(line) is not None


def _headlines(lines: Sequence[str]) -> Iterator[int]:
    """Headings like "Related articles", and the headlines that follow each."""
    left = 0
    for number, line in enumerate(lines):
        words = len(_WORD.findall(line))
        if words <= _HEADING_WORDS and _ELSEWHERE.match(line):
            left = _MOST_HEADLINES
            yield number
        elif left and words < _HEADLINE_WORDS and _is_headline(line):
            left -= 1
            yield number
        else:
            left = 0


def _is_headline(line: str) -> bool:
    return not _SENTENCE_END.search(line) or _CUT_SHORT.search(line) is not None


def _lists(lines: Sequence[str]) -> Iterator[tuple[Sequence[int], float]]:
    """Lines that belong together, and which share of them has to be the article for all to be.

    The questions and answers of an interview are taken over the whole text, items of a list where
    they follow each other.
    """
    turns = [number for number, line in enumerate(lines) if _TURN.match(line)]
    if len(turns) >= _LIST:
        yield turns, _TURN_SHARE
    kinds = [_item_kind(line) for line in lines]
    start = 0
    for number in range(1, len(lines) + 1):
        if number == len(lines) or kinds[number] != kinds[start]:
            if kinds[start] is not None and number - start >= _LIST:
                yield range(start, number), _LIST_SHARE
            start = number


def _item_kind(line: str) -> int | None:
    return next((kind for kind, pattern in enumerate(_ITEM) if pattern.match(line)), None)
