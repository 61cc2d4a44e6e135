"""Find who says what by rules.

They are an engine of their own, the reader of nested statements, and what an installation without
a model falls back to.

Every known cue of a sentence is looked at once. The words to its left, walked back to the edge of
their clause, are its source; its content is the quotation beside it with the sentences that go on
in quotation marks, the clause behind it, or the clause before it (“..., she said.”).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from counterpoint.analysis.cues import BE, HAVE, MODALS, Cue, Form, Word, cut_words, find_cues
from counterpoint.analysis.quotations import Ending, Quotation, find_quotations, manner_of
from counterpoint.analysis.segment import find_paragraphs, find_sentences
from counterpoint.types import Attribution, Span

__all__ = ["RuleFinder", "find_attributions"]

_CLAUSE_ENDS = frozenset(
    "but when while because if after before although though since unless until so yet where "
    "whereas despite as or nor then than".split()
)
_RELATIVES = frozenset("who which that".split())
_QUOTE_MARKS = frozenset("\"\u201c\u201d\u201e\u201f\u00ab\u00bb'\u2018\u2019")
_DASHES = frozenset("\u2014\u2013-")
_LEADS = frozenset("that whether if how why what to".split())
_ADJUNCT = frozenset(
    "in on at during to from after before at via through of about with for as".split()
)
_RECIPIENT = frozenset(
    "tell inform remind assure warn notify advise ask urge order instruct encourage convince "
    "press command implore beg recommend exhort direct require compel allow forbid permit".split()
)
_PRONOUNS = frozenset("he she it they we i you who him her them me us".split())
_NO_SUBJECT = frozenset("it there".split())
_LONGEST_SOURCE = 25


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    paragraph: int
    words: list[Word] = field(repr=False)

    @property
    def quoted(self) -> bool:
        """Whether every word of it stands in quotation marks."""
        solid = [word for word in self.words if word.low[0].isalnum()]
        return bool(solid) and all(word.quoted for word in solid)


class RuleFinder:
    """The rules behind the same call as the model."""

    name = "rules"

    def find(
        self,
        texts: Sequence[str],
        *,
        sentences: Sequence[Sequence[Span]] | None = None,
        skip: Sequence[Sequence[Span]] | None = None,
        min_score: float | None = None,
    ) -> list[tuple[Attribution, ...]]:
        """Attributions of each text, in text order.

        Args:
            texts: The texts.
            sentences: Their sentences, where they were found before.
            skip: Parts of them that are not read (page furniture).
            min_score: Least probability of what is given; all of it if none is given.
        """
        return [
            tuple(
                found
                for found in find_attributions(
                    text,
                    sentences=sentences[number] if sentences else None,
                    skip=skip[number] if skip else (),
                )
                if found.score >= (min_score or 0.0)
            )
            for number, text in enumerate(texts)
        ]


def find_attributions(
    text: str, *, sentences: Sequence[Span] | None = None, skip: Sequence[Span] = ()
) -> tuple[Attribution, ...]:
    """Attributions of a text by rules.

    Example:
        >>> found = find_attributions("“We will not sign,” said Ann Lee.")
        >>> [span.of("“We will not sign,” said Ann Lee.") for span in found[0].source]
        ['Ann Lee']
    """
    paragraphs = find_paragraphs(text)
    quotations = list(find_quotations(text, paragraphs))
    quoted = [quotation.span for quotation in quotations]
    parts = _sentences(text, paragraphs, sentences, quoted, skip)
    found: list[Attribution] = []
    for number, part in enumerate(parts):
        if not part.quoted:
            found.extend(_of_sentence(text, parts, number, quotations))
    return tuple(sorted(found, key=lambda one: (one.cue[0].start, one.cue[0].end)))


def _sentences(
    text: str,
    paragraphs: Sequence[Span],
    sentences: Sequence[Span] | None,
    quoted: Sequence[Span],
    skip: Sequence[Span],
) -> list[_Sentence]:
    spans = find_sentences(text, paragraphs) if sentences is None else sentences
    parts: list[_Sentence] = []
    place = 0
    near = 0
    for span in spans:
        if any(span.overlaps(gap) for gap in skip):
            continue
        while place + 1 < len(paragraphs) and paragraphs[place].end <= span.start:
            place += 1
        while near < len(quoted) and quoted[near].end <= span.start:
            near += 1
        here = []
        for quotation in quoted[near:]:
            if quotation.start >= span.end:
                break
            here.append(quotation)
        parts.append(_Sentence(span, place, cut_words(text, span, here)))
    return parts


def _of_sentence(
    text: str, parts: Sequence[_Sentence], number: int, quotations: Sequence[Quotation]
) -> Iterator[Attribution]:
    words = parts[number].words
    cues = list(find_cues(words))
    subject: tuple[int, int] | None = None
    taken: set[int] = set()
    for place, cue in enumerate(cues):
        if cue.head in taken:
            continue
        following = cues[place + 1] if place + 1 < len(cues) else None
        source, inverted = _source(words, cue, subject)
        content = _content(words, cue, source, following, inverted=inverted)
        if content is None:
            continue
        if cue.form is not Form.PARTICIPLE and source:
            subject = source
        first, last, certainty = content
        if first > cue.head:
            # What a content holds is nested: it is read again when nested statements are asked for.
            taken.update(range(first, last))
        pieces = _pieces(text, words, first, last, cue, source)
        if cue.speech or cue.form is Form.PREPOSITION:
            pieces = _extend(pieces, parts, number, quotations)
        if pieces:
            spans = _spans(words, source)
            yield Attribution(
                source=spans,
                cue=(Span(words[cue.first].start, words[cue.last - 1].end),),
                content=pieces,
                manner=manner_of(text, pieces, [quotation.span for quotation in quotations]),
                score=certainty,
            )


def _source(
    words: Sequence[Word], cue: Cue, subject: tuple[int, int] | None
) -> tuple[tuple[int, int] | None, bool]:
    """Words of the source, and whether they stand behind the cue."""
    if cue.form is Form.PREPOSITION:
        return _noun_phrase_right(words, cue.last), True
    if cue.form is Form.PARTICIPLE:
        return subject or _sentence_subject(words, cue), False
    if cue.form is Form.PASSIVE:
        for here in range(cue.last, min(cue.last + 3, len(words) - 1)):
            if words[here].low == "by":
                return _noun_phrase_right(words, here + 1), True
        return None, False
    if _is_inverted(words, cue):
        return _noun_phrase_right(words, cue.last), True
    return _noun_phrase_left(words, cue.first), False


def _is_inverted(words: Sequence[Word], cue: Cue) -> bool:
    """Whether the subject follows: “...,” said Ann Lee; Not once has Ann Lee called for."""
    if not cue.speech or cue.last >= len(words) or cue.first != cue.head:
        return False
    before = words[cue.first - 1] if cue.first else None
    if before is not None and before.low != "," and before.text not in _QUOTE_MARKS:
        return False
    after = words[cue.last]
    return not after.quoted and (
        after.text[0].isupper() or after.low in ("the", "a", "an", "one", "his", "her", "its")
    )


def _noun_phrase_right(words: Sequence[Word], first: int) -> tuple[int, int] | None:
    """From here to the end of the noun phrase, with an apposition between commas."""
    last = first
    while last < len(words) and last - first < _LONGEST_SOURCE:
        word = words[last]
        if word.quoted or word.low in ".;:!?)(" or word.low in _DASHES:
            break
        if word.low == ",":
            if not _is_apposition(words, last):
                break
        elif last > first and (
            word.low in _CLAUSE_ENDS
            or word.low in BE
            or word.low in HAVE
            or word.low
            in ("who", "in", "on", "during", "at", "told", "said", "that", "by", "after")
        ):
            break
        last += 1
    while last > first and words[last - 1].low == ",":
        last -= 1
    return (first, last) if last > first else None


def _is_apposition(words: Sequence[Word], comma: int) -> bool:
    if comma + 1 >= len(words):
        return False
    after = words[comma + 1]
    return after.low in ("a", "an", "the", "one") and after.text[0].islower()


def _noun_phrase_left(words: Sequence[Word], end: int) -> tuple[int, int] | None:
    """The noun phrase that ends here, walked back to the edge of its clause."""
    if end <= 0:
        return None
    if words[end - 1].low in _RELATIVES or words[end - 1].low in _PRONOUNS:
        return end - 1, end
    if words[end - 1].low == ",":
        return _before_apposition(words, end - 1)
    first = end
    while first > 0 and end - first < _LONGEST_SOURCE:
        word = words[first - 1]
        if word.quoted or word.low in ",.;:!?" or word.low in _DASHES or word.text in _QUOTE_MARKS:
            break
        if word.low in _CLAUSE_ENDS or word.low in _RELATIVES or word.low in BE or word.low in HAVE:
            break
        if word.low in MODALS and word.low != "to":
            break
        if word.low == "and" and not _joins_names(words, first - 1, end):
            break
        first -= 1
    while first < end and words[first].low in ("in", "on", "at", "by", "from", "for", "and"):
        skipped = _after_adjunct(words, first, end)
        if skipped is None:
            break
        first = skipped
    return (first, end) if first < end else None


def _after_adjunct(words: Sequence[Word], first: int, end: int) -> int | None:
    """Where the subject begins after "In Seoul" without a comma; unknown in most cases."""
    if words[first].low == "and":
        return first + 1
    for here in range(first + 1, end):
        if words[here].low in ("the", "a", "he", "she", "they", "it"):
            return here if here > first + 1 else None
    return None


def _before_apposition(words: Sequence[Word], comma: int) -> tuple[int, int] | None:
    """“Ann Lee, who heads the ministry, said”: from the name to the comma."""
    for here in range(comma - 1, max(-1, comma - 40), -1):
        if words[here].low == ",":
            found = _noun_phrase_left(words, here) if here else None
            if found is None or found[1] - found[0] > 12:
                break
            if words[found[0]].text[0].isupper() or words[found[0]].low in ("the", "a", "an"):
                return found[0], comma
            break
        if words[here].quoted or words[here].low in ";:":
            break
    return None


def _joins_names(words: Sequence[Word], place: int, end: int) -> bool:
    if place == 0 or place + 1 >= end:
        return False
    one, two = words[place - 1], words[place + 1]
    if one.low == ",":
        return False
    return one.text[0].isupper() == two.text[0].isupper() or two.low in (
        "the",
        "a",
        "his",
        "her",
        "other",
    )


def _sentence_subject(words: Sequence[Word], cue: Cue) -> tuple[int, int] | None:
    """First noun phrase of the sentence, up to its first verb."""
    for here in range(1, min(cue.first, 15)):
        low = words[here].low
        if (
            low in BE
            or low in HAVE
            or low in MODALS
            or (low.endswith("ed") and words[here - 1].low not in ("a", "the", ","))
        ):
            return _noun_phrase_left(words, here)
    return None


def _content(
    words: Sequence[Word],
    cue: Cue,
    source: tuple[int, int] | None,
    following: Cue | None,
    *,
    inverted: bool,
) -> tuple[int, int, float] | None:
    """Words of the content within the sentence, and how sure the pattern is."""
    end = _sentence_end(words)
    behind = max(cue.last, source[1] if source and inverted else 0)
    if cue.form is Form.PREPOSITION:
        return _beside_according(words, cue, source, end)
    if cue.speech and cue.form is Form.FINITE and _stands_after(words, cue, source, behind, end):
        start = cue.first if inverted or source is None else source[0]
        last = _strip_right(words, start)
        return (_after_other(words, last), last, 0.85) if last > 0 else None
    first = _skip_to_content(words, cue, behind, end)
    if first is None or first >= end:
        return None
    if not inverted and not source and cue.form is Form.FINITE:
        return None
    last = _clause_end(words, cue, first, end, following)
    return (first, last, _certainty(words, cue, first, source)) if last > first else None


def _certainty(
    words: Sequence[Word], cue: Cue, first: int, source: tuple[int, int] | None
) -> float:
    if words[first].quoted:
        return 0.9 if cue.speech else 0.7
    if words[first].low == "that":
        return 0.8
    return 0.65 if cue.speech else 0.5


def _stands_after(
    words: Sequence[Word], cue: Cue, source: tuple[int, int] | None, behind: int, end: int
) -> bool:
    """Whether the content stands before source and cue: “..., she said” or ‘..., said she’."""
    start = min(cue.first, source[0]) if source else cue.first
    if start < 2:
        return False
    before = words[start - 1]
    if before.quoted and before.text in _QUOTE_MARKS:
        return not _quote_follows(words, behind, end) or words[start - 2].low in ",?!."
    if before.low != ",":
        return False
    rest = words[behind:end]
    if not rest or rest[0].low in ",.;" or rest[0].low in _ADJUNCT or rest[0].low.endswith("day"):
        return not any(word.low == "that" or word.quoted for word in rest[:12])
    return False


def _quote_follows(words: Sequence[Word], first: int, end: int) -> bool:
    return any(word.quoted for word in words[first : min(end, first + 2)])


def _beside_according(
    words: Sequence[Word], cue: Cue, source: tuple[int, int] | None, end: int
) -> tuple[int, int, float] | None:
    behind = source[1] if source else cue.last
    if cue.first <= 1:
        while behind < end and words[behind].low not in (",",):
            behind += 1
        return (behind + 1, end, 0.8) if behind + 1 < end else None
    last = _strip_right(words, cue.first)
    return (_after_other(words, last), last, 0.75) if last > 0 else None


def _strip_right(words: Sequence[Word], last: int) -> int:
    while last > 0 and words[last - 1].low == "," and not words[last - 1].quoted:
        last -= 1
    return last


def _after_other(words: Sequence[Word], last: int) -> int:
    """Where the clause that ends here begins: after a conjunction at the head of the sentence."""
    return 1 if words and words[0].low in ("but", "and", "yet") and last > 2 else 0


def _sentence_end(words: Sequence[Word]) -> int:
    end = len(words)
    while end > 0 and words[end - 1].low in ".!?" and not words[end - 1].quoted:
        end -= 1
    return end


def _skip_to_content(words: Sequence[Word], cue: Cue, first: int, end: int) -> int | None:
    """Where the content begins behind the cue: after a recipient, a time or a place."""
    here = first
    if here < end and words[here].low in (",", ":"):
        here += 1
        if here < end and (words[here].quoted or words[here - 1].low == ":"):
            return here
        if cue.form is Form.PARTICIPLE or not cue.speech:
            return None
    if here < end and (words[here].low in _LEADS or words[here].quoted):
        return here
    skips = cue.lemma in _RECIPIENT or (here < end and words[here].low in _ADJUNCT)
    if skips and cue.last == cue.head + 1:
        for there in range(here, min(end, here + 14)):
            word = words[there]
            if word.low in ("that", "whether", "if") or word.quoted:
                return there
            if word.low == "to" and there > here and cue.lemma in _RECIPIENT:
                return there
            if word.low in (":",):
                return there + 1
            if word.low in ".;":
                break
    if cue.lemma in _RECIPIENT and here < end and cue.last == cue.head + 1:
        return _after_recipient(words, here, end)
    return here


def _after_recipient(words: Sequence[Word], here: int, end: int) -> int:
    """Behind one noun phrase: "told reporters the deal was dead"."""
    if words[here].low in _PRONOUNS or words[here].low.endswith("s"):
        return here + 1
    there = here
    while there < end and (
        words[there].text[0].isupper() or words[there].low in ("the", "a", "'s")
    ):
        there += 1
    return there if here < there < end else here


def _clause_end(
    words: Sequence[Word], cue: Cue, first: int, end: int, following: Cue | None
) -> int:
    """Where the clause behind a cue ends."""
    if words[first].quoted and not cue.speech:
        pass
    for here in range(first + 1, end):
        word = words[here]
        if word.quoted:
            continue
        if word.low == ";":
            return here
        if word.low == "," and here + 1 < end and _breaks(words, here + 1, cue, following):
            return here
    return end


def _breaks(words: Sequence[Word], here: int, cue: Cue, following: Cue | None) -> bool:
    """Whether another clause begins after this comma."""
    low = words[here].low
    if low == "according":
        return True
    if low.endswith("ing") and following is not None and following.head == here:
        return True
    if low in ("despite", "while", "whereas", "although", "though"):
        return True
    if low in ("but", "and", "yet") and following is not None:
        return here < following.first <= here + 6 and not words[following.first].quoted
    return not cue.speech and low in (
        "which",
        "who",
        "as",
        "after",
        "but",
        "when",
        "because",
        "with",
    )


def _pieces(
    text: str,
    words: Sequence[Word],
    first: int,
    last: int,
    cue: Cue,
    source: tuple[int, int] | None,
) -> tuple[Span, ...]:
    """The content without the cue and the source where these stand in its midst."""
    holes = [range(cue.first, cue.last)]
    if source:
        holes.append(range(*source))
    pieces: list[Span] = []
    start: int | None = None
    for here in range(first, last + 1):
        inside = here < last and not any(here in hole for hole in holes)
        if inside and start is None:
            start = here
        elif not inside and start is not None:
            if any(word.low[0].isalnum() for word in words[start:here]):
                pieces.append(Span(words[start].start, words[here - 1].end))
            start = None
    return tuple(pieces)


def _extend(
    pieces: tuple[Span, ...],
    parts: Sequence[_Sentence],
    number: int,
    quotations: Sequence[Quotation],
) -> tuple[Span, ...]:
    """Add the sentences before and behind that go on in quotation marks."""
    if not pieces:
        return pieces
    quoted = [quotation.span for quotation in quotations]
    ends_quoted = any(span.start < part.end <= span.end for span in quoted for part in pieces)
    begins = next((span for span in quoted if span.start < pieces[0].start < span.end), None)
    grown = list(pieces)
    if begins is not None:
        grown[0] = Span(begins.start, grown[0].end)
        first = number
        while first > 0 and parts[first].span.start > begins.start:
            first -= 1
        number_of_first = parts[first]
        if number_of_first.span.start < begins.start:
            grown[0] = Span(begins.start, grown[0].end)
    if not ends_quoted and begins is None:
        return tuple(grown)
    grown.extend(_goes_on(parts, number, quotations, grown[-1].end))
    return tuple(_merge(grown))


def _goes_on(
    parts: Sequence[_Sentence], number: int, quotations: Sequence[Quotation], end: int
) -> Iterator[Span]:
    own = parts[number].span
    tail = next((q for q in quotations if own.start <= q.span.start < own.end <= q.span.end), None)
    here = number + 1
    while here < len(parts) and parts[here].quoted:
        same = parts[here].paragraph == parts[here - 1].paragraph
        before = max(
            (q for q in quotations if q.span.start < parts[here].span.start),
            key=lambda q: q.span.start,
            default=tail,
        )
        if not same and (before is None or before.ending is not Ending.CONTINUED):
            return
        yield parts[here].span
        here += 1


def _merge(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _spans(words: Sequence[Word], source: tuple[int, int] | None) -> tuple[Span, ...]:
    if not source:
        return ()
    return (Span(words[source[0]].start, words[source[1] - 1].end),)
