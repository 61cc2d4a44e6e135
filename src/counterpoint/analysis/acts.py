"""What a source does with a content, and whether it is told to have done so at all.

The class of act is read from the cue: its longest known phrase, else its last known verb, else its
last known noun. Negation is read from the cue and from the words between the head of its clause and
the cue ("Not once has the chief called for ..."): a negator, or a verb that turns the act down
("refused to say", "stopped short of calling").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoint.analysis.lexicon import (
    BODIES,
    DATA,
    LAWS,
    NOUNS,
    PHRASES,
    PHRASES_BY_FIRST,
    VERBS,
    lemma_of,
)
from counterpoint.types import Act, Attribution, Span

__all__ = ["Reading", "act_of", "is_negated", "read_cue"]

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NEGATOR = re.compile(
    r"\b(?:not|never|no(?!\s+(?:doubt|less|fewer|sooner|to\b))|neither|nor|hardly|scarcely|barely|without|nobody|no[\s-]one|none|"
    r"cannot|[a-z]+n['\u2019]t)\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(
    r"\bnot\s+(?:only|just|merely|simply|surprisingly|least|to\s+mention|for\s+the\s+first)\b"
    r"|\bwithout\s+(?:a\s+doubt|doubt|hesitation|elaborating|naming|offering|providing|giving|evidence|"
    r"detail|details|elaboration)\b|\bnot\s+long\s+(?:after|before|ago)\b",
    re.IGNORECASE,
)
_TURNED_DOWN = re.compile(
    r"\b(?:refus(?:e|es|ed|ing|al)|declin(?:e|es|ed|ing)|fail(?:s|ed|ing)?|"
    r"avoid(?:s|ed|ing)?|stop(?:s|ped|ping)?\s+short\s+of|fell\s+short\s+of|"
    r"f(?:a|e)ll(?:s|ing)?\s+short\s+of|refrain(?:s|ed|ing)?\s+from|stay(?:s|ed|ing)?\s+silent|"
    r"(?:is|are|was|were|has\s+been|been|being|seemed|appeared)?\s*"
    r"(?:unwilling|reluctant|unable|loath)\s+to|"
    r"hesitat(?:e|es|ed|ing)\s+to|neglect(?:s|ed|ing)?\s+to|omit(?:s|ted|ting)?\s+to|"
    r"balk(?:s|ed|ing)?\s+at|(?:has|have|had)\s+yet\s+to|is\s+yet\s+to|dodg(?:e|es|ed|ing)|"
    r"sidestep(?:s|ped|ping)?|"
    r"held\s+back\s+from|shied\s+away\s+from|keeps?\s+quiet|kept\s+(?:quiet|silent)|"
    r"remain(?:s|ed|ing)?\s+silent|withh(?:o|e)ld(?:s|ing)?)\b",
    re.IGNORECASE,
)
_HEAD_NEGATION = re.compile(
    r"(?:^|[,;:\u2014\u2013-]\s*|\b(?:but|and|yet|so|that|while|although|though|because|since)\s+)"
    r"(?:not\s+once|never|at\s+no\s+(?:time|point)|on\s+no\s+occasion|in\s+no\s+way|nowhere|"
    r"under\s+no\s+circumstances|neither|nor|no\s+sooner|rarely|seldom|not\s+(?:even\s+)?(?:a\s+single|one)\b)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\A(?:no[\s-]one|nobody|none\b|neither\b|no\s+\w+|not\s+(?:a\s+single|one|a)\b|few(?:er)?\b(?!\s+days))",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"\A(?:has|have|had|did|does|do|was|were|is|are|will|would|could|should|can|may|might|must)\Z"
)
_ADVERB = re.compile(r"not|never|also|once|[a-z]+ly|[a-z]+n['\u2019]t")
_ASKED_TO = re.compile(
    r"(?!(?:whether|if|who|what|how|why|when|where|which|that|about)\b)"
    r"(?:[\w'\u2019-]+\s+){0,6}to\s+\w",
    re.IGNORECASE,
)
_CLAIMS = re.compile(
    r"(?:the\s+|any\s+|all\s+|those\s+)?(?:claims?|allegations?|accusations?|charges?|"
    r"suggestions?|reports?|rumou?rs?|assertions?)\b",
    re.IGNORECASE,
)
_SHOWING = {"suggest", "reveal", "indicate", "confirm", "reflect", "document", "say", "point"}
_ENDS_HEAD = frozenset("of by from in on for that which who at".split())
_DETERMINERS = frozenset("a an the no any some his her its their our my your this that".split())
_STATING = {"state", "say", "provide", "read"}
_RULING = {"approve", "uphold", "overturn", "order"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cue tells."""

    act: Act
    negated: bool


def read_cue(text: str, attribution: Attribution, sentence: Span, *, speaker: str = "") -> Reading:
    """Read the act and the negation of an attribution.

    Args:
        text: Text of the document.
        attribution: Its source, cue and content.
        sentence: The sentence that holds the cue.
        speaker: Name of the speaker where it is known, for sources like "which".
    """
    cue = " ".join(span.of(text) for span in attribution.cue)
    following = _first_words(text, attribution)
    act = _by_source(act_of(cue, following), cue, _heads_of(text, attribution, speaker))
    return Reading(act, is_negated(text, attribution, sentence))


def act_of(cue: str, following: str = "") -> Act:
    """Class of the act that a cue tells.

    Args:
        cue: The words of the cue.
        following: First words of what follows it, which tell "asked whether" from "asked to".

    Example:
        >>> act_of("has repeatedly called for")
        <Act.DEMANDS: 'demands'>
    """
    words = [match.group().casefold() for match in _WORD.finditer(cue)]
    lemmas = [lemma_of(word) for word in words]
    if found := _phrase(words, _WORD.findall(following.casefold())[:2]):
        return found
    verbs = [
        number
        for number, lemma in enumerate(lemmas)
        if lemma in VERBS and (number == 0 or words[number - 1] not in _DETERMINERS)
    ]
    if verbs:
        return _of_verbs(lemmas, words, verbs, following)
    for lemma in reversed(words):
        for noun in (lemma, lemma.removesuffix("s"), lemma.removesuffix("es")):
            if noun in NOUNS:
                return NOUNS[noun]
    return Act.SAYS


def is_negated(text: str, attribution: Attribution, sentence: Span) -> bool:
    """Whether the text tells that the source did not do so.

    Example: "did not say", "Not once has she called for", "refused to say", "nobody said".
    """
    if not attribution.cue:
        return False
    cue = " ".join(span.of(text) for span in attribution.cue)
    if _negates(cue, own=True):
        return True
    source = " ".join(span.of(text) for span in attribution.source).strip()
    if _NOBODY.match(source) and not source.casefold().startswith(("no 10", "no. ", "no 1")):
        return True
    return _negates(_between(text, attribution, sentence), own=False) or _head_negates(
        text, attribution, sentence
    )


def _phrase(words: Sequence[str], following: Sequence[str]) -> Act | None:
    """The act of the phrase that ends last in the cue, the longer of two; adverbs do not count."""
    kept = [word for word in words if not _ADVERB.fullmatch(word)]
    lemmas = [lemma_of(word) for word in kept]
    best: tuple[int, int, str] | None = None
    for place, (word, lemma) in enumerate(zip(kept, lemmas, strict=True)):
        own = len(kept) - place
        for phrase in {*PHRASES_BY_FIRST.get(word, ()), *PHRASES_BY_FIRST.get(lemma, ())}:
            parts = phrase.split()
            rest = [*kept[place:], *following][: len(parts)]
            if len(rest) < len(parts) or own < len(parts) - 1:
                continue
            heads = [*lemmas[place:], *following][: len(parts)]
            if all(part in (w, h) for part, w, h in zip(parts, rest, heads, strict=True)):
                best = max(best or (0, 0, ""), (place, len(parts), phrase))
    return PHRASES[best[2]] if best else None


def _by_source(act: Act, cue: str, heads: set[str]) -> Act:
    """The act seen with its source: figures suggest otherwise than people do."""
    lemmas = {lemma_of(match.group().casefold()) for match in _WORD.finditer(cue)}
    if heads & DATA and act is Act.SAYS and lemmas & _SHOWING:
        return Act.SHOWS
    if heads & LAWS and (act in (Act.DEMANDS, Act.DECREES) or lemmas & _STATING):
        return Act.DECREES
    if heads & BODIES and lemmas & _RULING:
        return Act.DECREES
    return act


def _heads_of(text: str, attribution: Attribution, speaker: str) -> set[str]:
    """Last word of the source's noun phrase before any "of", and that of the speaker's name."""
    heads = set()
    for source in (" ".join(span.of(text) for span in attribution.source), speaker):
        words = [match.group().casefold() for match in _WORD.finditer(source)]
        end = next((n for n, word in enumerate(words) if n and word in _ENDS_HEAD), len(words))
        heads.update(words[end - 1 : end])
    return heads


def _of_verbs(
    lemmas: Sequence[str], words: Sequence[str], verbs: Sequence[int], following: str
) -> Act:
    """The act of the last verb that is not merely speech after another ("refused to say")."""
    chosen = verbs[-1]
    if len(verbs) > 1:
        first = lemmas[verbs[0]]
        if lemmas[chosen] in {"say", "discuss", "comment", "talk", "speak", "answer"} and first in {
            "refuse", "decline", "plan", "intend", "promise", "seem", "appear", "ask",
        }:  # fmt: skip
            return Act.SAYS if first != "ask" else Act.ASKS
    lemma = lemmas[chosen]
    begins = following.casefold().split()[:1]
    if lemma == "ask" and _ASKED_TO.match(following):
        return Act.DEMANDS
    if lemma in {"reject", "dismiss"} and _CLAIMS.match(following):
        return Act.DENIES
    if lemma in {"agree", "threaten"} and begins == ["that"]:
        return Act.SAYS
    if lemma in {"decline", "refuse"}:
        return Act.OPPOSES
    return VERBS[lemma]


def _negates(words: str, *, own: bool) -> bool:
    words = _NOT_ONLY.sub(" ", words)
    if _NEGATOR.search(words):
        return not _doubled(words)
    turned = _TURNED_DOWN.search(words)
    if not turned:
        return False
    # "refused a deal" tells an act of its own; "refused to say" tells that nothing was said.
    rest = words[turned.end() :]
    return bool(_WORD.search(rest)) if own else True


def _doubled(words: str) -> bool:
    """Whether a negated refusal makes a statement again ("did not refuse to say")."""
    return bool(
        re.search(r"\b(?:not|never|n['\u2019]t)\s+(?:fail|refuse|hesitate|tire|help)", words, re.I)
    )


def _between(text: str, attribution: Attribution, sentence: Span) -> str:
    """Words of the clause between the source and the cue, whichever stands first before it."""
    cue = attribution.cue[0]
    before = [span.end for span in attribution.source if sentence.start <= span.end <= cue.start]
    if not before:
        return ""
    start = max(before)
    start = max(start, text.rfind(",", start, cue.start) + 1)
    return "" if cue.start - start > 80 else _outside(text, start, cue.start, attribution)


def _head_negates(text: str, attribution: Attribution, sentence: Span) -> bool:
    """Whether a negator at the head of the clause turns the order of words ("Not once has ...")."""
    cue = attribution.cue[0]
    start = max(sentence.start, cue.start - 160)
    words = text[start : cue.start]
    heads = list(_HEAD_NEGATION.finditer(words))
    if not heads:
        return False
    last = heads[-1]
    if any(
        start + last.start() < span.end and span.start < start + last.end()
        for span in attribution.content
    ):
        return False
    behind = text[start + last.end() : cue.end]
    following = [match.group().casefold() for match in _WORD.finditer(behind)][:1]
    return bool(following) and bool(_AUXILIARY.match(following[0]))


def _outside(text: str, start: int, end: int, attribution: Attribution) -> str:
    """The words of a stretch that do not belong to the content."""
    kept = [
        text[place]
        for place in range(start, end)
        if not any(span.start <= place < span.end for span in attribution.content)
    ]
    return "".join(kept)


def _first_words(text: str, attribution: Attribution) -> str:
    after = (
        [span for span in attribution.content if span.start >= attribution.cue[-1].end]
        if attribution.cue
        else []
    )
    return after[0].of(text)[:60] if after else ""
