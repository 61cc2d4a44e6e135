"""Clauses that a sentence names only to deny them: what they say counts the other way round.

"The minister denied that the lanes slow the buses" speaks for the lanes, though its clause speaks
against them. The model is apt to take such a clause at its word, so the clause is read alone and
its sign is turned.
"""

from __future__ import annotations

import re

from counterpoint.types import Span

__all__ = ["denied_clause"]

_CLAIM = r"(?:claim|charge|idea|notion|suggestion|report|accusation|allegation|rumou?r|view)s?"
_FALSE = r"(?:false|untrue|nonsense|absurd|wrong|not true|an? (?:\w+ )?(?:lie|myth|slander|fable))"
_OPENS = re.compile(
    rf"\b(?:den(?:y|ies|ied|ying)|disput(?:e|es|ed|ing)|refut(?:e|es|ed|ing)|"
    rf"(?:reject|dismiss|contradict)(?:s|ed|ing)?(?: as \w+)?)(?: the {_CLAIM})? "
    rf"that\b(?! {_CLAIM})"
    rf"|\b[Ii]t (?:is|was) (?:simply |plainly )?{_FALSE}(?: to (?:say|claim|think|believe))? that\b"
    rf"|\b[Tt]here (?:is|was) no (?:evidence|proof|truth in the {_CLAIM}) that\b"
    rf"|\b(?:[Nn]othing|[Nn]o \w+) supports? the {_CLAIM} that\b"
)
_LONGEST = 400  # code points
_SEVERAL = re.compile(r"[.!?][”\"’]? +[“\"]?[A-Z]")  # sentences; initials make no clause either
_NOT = re.compile(r"\b(?:not|never|cannot|hardly|nobody|no one|n['’]t)\b(?:\W+\w+){0,2}\W*$", re.I)
_CLOSES = re.compile(
    rf"^\W*(?:[Tt]he )?{_CLAIM} that (?P<clause>[^,;]+?) (?:is|are|was|were) "
    r"(?:false|untrue|invented|baseless|unfounded|nonsense|lies|a lie|groundless)\b",
    re.IGNORECASE,
)
_END = re.compile(r"[;.!?”\"]|,? (?:but|yet|although|though)\b")


def denied_clause(text: str) -> Span | None:
    """The clause that a sentence denies, or None.

    Example:
        >>> text = "The minister denied that the lanes slow the buses; he cycles himself."
        >>> denied_clause(text).of(text)
        'the lanes slow the buses'
    """
    if len(text) > _LONGEST or _SEVERAL.search(text):
        return None
    closed = _CLOSES.match(text)
    if closed:
        return Span(*closed.span("clause"))
    opened = _OPENS.search(text)
    if opened is None or _NOT.search(text[: opened.start()]):
        return None
    end = _END.search(text, opened.end())
    start = opened.end() + len(text[opened.end() :]) - len(text[opened.end() :].lstrip())
    stop = end.start() if end else len(text)
    return Span(start, stop) if stop - start > 8 else None
