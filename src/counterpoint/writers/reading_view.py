"""The reading view: articles as they were, with every statement marked in its own sentence.

One self-contained HTML file. It reads without a script; a small inline one, allowed by its hash in
the Content-Security-Policy, adds the filter by speaker. Everything that comes from a text is
escaped; nothing of it can run, load or leave its place. Source, cue and content differ by the
shape of their underline, their weight and slant, and by words that a screen reader speaks.
"""

from __future__ import annotations

import base64
import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from itertools import pairwise
from typing import TypeVar

from counterpoint.types import AnnotatedDocument, Manner, RegionKind, Span, Statement

__all__ = ["render"]

_FURNITURE = {
    kind: kind.value for kind in RegionKind if kind not in {RegionKind.BODY, RegionKind.TITLE}
}
_ROLES = ("source", "cue", "content")
T = TypeVar("T")


def render(annotated: Sequence[AnnotatedDocument], *, title: str = "Who said what") -> str:
    """Give the reading view of some documents.

    Args:
        annotated: Documents with their statements, in the order in which they shall stand.
        title: Heading of the page; escaped.

    Returns:
        A whole HTML document. Characters that HTML cannot hold (NUL, lone surrogates) are shown
        as the replacement character; all else stands as in the text.
    """
    style, script = _asset("reading_view.css"), _asset("reading_view.js")
    policy = (
        f"default-src 'none'; style-src {_hash_of(style)}; script-src {_hash_of(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    statements = sum(len(one.statements) for one in annotated)
    parts = [
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
        '<meta name="referrer" content="no-referrer">\n',
        f"<title>{_text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
        '<a class="skip" href="#main">Skip to the text</a>\n',
        f"<header>\n<h1>{_text(title)}</h1>\n",
        f'<p class="facts">{_count(len(annotated), "document")}, '
        f"{_count(statements, 'statement')}. Read by a program: open a number to see why.</p>\n",
        _LEGEND,
        _filter(annotated),
        '</header>\n<main id="main">\n',
        *(_document(one, number) for number, one in enumerate(annotated, 1)),
        _speakers(annotated),
        "</main>\n<footer><p>Made with Counterpoint. It reports what a text says and who says it, "
        f"never who is right.</p></footer>\n<script>{script}</script>\n</body>\n</html>\n",
    ]
    return "".join(parts)


_LEGEND = (
    '<ul class="legend" aria-label="How to read the marks">\n'
    '<li><span class="source">source</span>: who speaks</li>\n'
    '<li><span class="cue">cue</span>: the word that says so</li>\n'
    '<li><span class="content">content</span>: what is said</li>\n'
    '<li><span class="ref">1</span>: opens the card of a statement</li>\n</ul>\n'
)


def _filter(annotated: Sequence[AnnotatedDocument]) -> str:
    names = _counted(annotated)
    options = "".join(
        f'<option value="{_text(name)}">{_text(name)} ({count})</option>' for name, count in names
    )
    return (
        '<p class="filter" id="filter" hidden><label for="speaker">Show statements of </label>'
        f'<select id="speaker"><option value="">everybody</option>{options}</select> '
        '<span id="told" role="status"></span></p>\n'
    )


def _speakers(annotated: Sequence[AnnotatedDocument]) -> str:
    rows = "".join(
        f'<tr><td dir="auto">{_text(name)}</td><td class="count">{count}</td></tr>\n'
        for name, count in _counted(annotated)
    )
    return (
        '<section aria-labelledby="speakers"><h2 id="speakers">Speakers</h2>\n'
        '<table class="speakers"><thead><tr><th scope="col">Speaker</th>'
        f'<th scope="col">Statements</th></tr></thead>\n<tbody>\n{rows}</tbody></table></section>\n'
    )


def _counted(annotated: Sequence[AnnotatedDocument]) -> list[tuple[str, int]]:
    names = Counter(_name(statement) for one in annotated for statement in one.statements)
    return sorted(names.items(), key=lambda item: (-item[1], item[0]))


def _name(statement: Statement) -> str:
    return statement.speaker.name if statement.speaker else "nobody named"


def _document(one: AnnotatedDocument, number: int) -> str:
    document = one.document
    known = [
        document.outlet,
        ", ".join(document.authors),
        f"{document.published:%d %B %Y}" if document.published else "",
        f"text from {document.source_credit}" if document.source_credit else "",
    ]
    facts = " · ".join(_text(part) for part in known if part)
    numbers = {statement.id: f"{number}.{i}" for i, statement in enumerate(one.statements, 1)}
    heading = document.title or document.path or f"Document {number}"
    body = "".join(_lines(one, numbers))
    cards = "".join(_card(statement, one, numbers) for statement in one.statements)
    none = "" if cards else "<p>No statement was found in this text.</p>"
    return (
        f'<article class="document" aria-labelledby="d{number}">\n<div class="title">'
        f'<h2 id="d{number}" dir="auto">{_text(heading)}</h2>\n<p class="facts">{facts}</p></div>\n'
        f'<div class="text">\n{body}</div>\n'
        f'<aside aria-label="Statements of document {number}"><h3>Statements</h3>{none}\n'
        f'<ol class="cards">\n{cards}</ol></aside>\n</article>\n'
    )


def _lines(one: AnnotatedDocument, numbers: dict[str, str]) -> Iterator[str]:
    """One paragraph for every line that holds something, marks within."""
    text = one.document.text
    lines = _line_spans(text)
    marks = _by_line(lines, [(mark[0], mark) for mark in _marks(one.statements)])
    ends = _by_line(
        lines, [(Span(end[0] - 1, end[0]), end) for end in _ends(one.statements, numbers)]
    )
    kinds = _by_line(lines, [(region.span, region.kind) for region in one.document.regions])
    for at, line in enumerate(lines):
        if not line.of(text).strip():
            continue
        kind = kinds[at][0] if at in kinds else RegionKind.BODY
        attributes = label = ""
        if kind in _FURNITURE:
            attributes = ' class="furniture"'
            label = f'<span class="kind">{_FURNITURE[kind]}</span>'
        elif kind is RegionKind.TITLE:
            attributes = ' class="title-line"'
        inside = "".join(_pieces(text, line, marks.get(at, []), ends.get(at, [])))
        yield f'<p dir="auto"{attributes}>{label}{inside}</p>\n'


def _line_spans(text: str) -> list[Span]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append(Span(start, start + len(line)))
        start += len(line) + 1
    return spans


def _by_line(lines: Sequence[Span], things: Sequence[tuple[Span, T]]) -> dict[int, list[T]]:
    """Number of a line to the things whose spans share a character with it."""
    starts = [line.start for line in lines]
    found: dict[int, list[T]] = {}
    for span, thing in things:
        at = max(bisect_right(starts, span.start) - 1, 0)
        while at < len(lines) and lines[at].start < span.end:
            if lines[at].overlaps(span):
                found.setdefault(at, []).append(thing)
            at += 1
    return found


def _marks(statements: Sequence[Statement]) -> list[tuple[Span, str, str, bool]]:
    """All marked spans: where, which role, whose statement, whether in the author's voice."""
    found = []
    for statement in statements:
        attribution = statement.attribution
        for role in _ROLES:
            for span in getattr(attribution, role):
                author = attribution.manner is Manner.AUTHOR
                found.append((span, role, statement.id, author))
    return sorted(found, key=lambda mark: (mark[0], mark[1]))


def _ends(statements: Sequence[Statement], numbers: dict[str, str]) -> list[tuple[int, str, str]]:
    """Where the number of each statement stands: after the last piece of its content."""
    ends = []
    for statement in statements:
        spans = [span for span in statement.attribution.content if len(span)]
        if spans:
            ends.append((max(span.end for span in spans), statement.id, numbers[statement.id]))
    return sorted(ends)


def _pieces(
    text: str,
    line: Span,
    marks: Sequence[tuple[Span, str, str, bool]],
    ends: Sequence[tuple[int, str, str]],
) -> Iterator[str]:
    """Cut a line wherever a mark starts or ends, so that marks may overlap and cross lines."""
    cuts = {line.start, line.end, *(end[0] for end in ends)}
    for span, *_ in marks:
        cuts |= {max(span.start, line.start), min(span.end, line.end)}
    began: set[tuple[str, str]] = set()
    for start, end in pairwise(sorted(cuts)):
        covering = [mark for mark in marks if mark[0].start <= start and end <= mark[0].end]
        words = _text(text[start:end])
        if covering:
            roles = [role for role in _ROLES if any(mark[1] == role for mark in covering)]
            author = " author" if any(mark[3] for mark in covering) else ""
            owners = list(dict.fromkeys(mark[2] for mark in covering))
            fresh = [role for role in roles if any((role, o) not in began for o in owners)]
            began |= {(role, owner) for role in roles for owner in owners}
            spoken = f'<span class="vh"> {" and ".join(fresh)}: </span>' if fresh else ""
            yield (
                f'<span class="{" ".join(roles)}{author}" data-of="{" ".join(owners)}">'
                f"{spoken}{words}</span>"
            )
        else:
            yield words
        for at, owner, number in ends:
            if at == end:
                yield (
                    f'<a class="ref" id="m-{owner}" href="#{owner}" '
                    f'aria-label="statement {number}">{number}</a>'
                )


def _card(statement: Statement, one: AnnotatedDocument, numbers: dict[str, str]) -> str:
    attribution, speaker = statement.attribution, statement.speaker
    text = one.document.text
    said = " … ".join(_text(span.of(text)) for span in attribution.content)
    cue = " … ".join(_text(span.of(text)) for span in attribution.cue)
    more: list[str] = []
    if speaker:
        more = [p for p in (speaker.role, speaker.organisation, speaker.country) if p]
    within = ""
    if statement.parent_id in numbers:
        place = numbers[statement.parent_id]
        within = f', within <a href="#{statement.parent_id}">statement {place}</a>'
    denied = '<span class="not">not said</span> ' if attribution.negated else ""
    kind = f" ({speaker.type.value})" if speaker else ""
    why = f'<p class="why">{_text(speaker.reason)}</p>' if speaker and speaker.reason else ""
    cue_words = f', cue “<bdi class="cue">{cue}</bdi>”' if cue else ""
    return (
        f'<li class="card" id="{statement.id}" data-speaker="{_text(_name(statement))}">\n'
        f'<p class="who"><span class="ref">{numbers[statement.id]}</span> '
        f"<bdi>{_text(_name(statement))}</bdi>{kind}</p>\n"
        + (f'<p class="why">{_text(", ".join(more))}</p>\n' if more else "")
        + f'<p class="said" dir="auto">{said}</p>\n'
        f'<p class="how">{denied}{attribution.manner.value}, {attribution.act.value}{cue_words}'
        f"{within}; score {attribution.score:.2f}</p>\n{why}"
        f'<p><a class="back" href="#m-{statement.id}">Back to the sentence'
        f'<span class="vh"> of statement {numbers[statement.id]}</span></a></p>\n</li>\n'
    )


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _text(raw: str) -> str:
    """Make words of a text harmless: markup escaped, what HTML cannot hold replaced."""
    kept = "".join(c if c in "\t\n" or c >= " " else "\N{REPLACEMENT CHARACTER}" for c in raw)
    return escape(kept.encode("utf-8", "replace").decode("utf-8"), quote=True)


def _asset(name: str) -> str:
    place = resources.files("counterpoint.writers").joinpath("assets", name)
    return place.read_text(encoding="utf-8")


def _hash_of(code: str) -> str:
    digest = hashlib.sha256(code.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
