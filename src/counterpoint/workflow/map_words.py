"""What the map says in plain sentences: what was found, how sure it is, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoint.workflow.map_ties import LEAST_SCORE

__all__ = ["MapCounts", "lead", "left_out", "sureness", "surety"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCounts:
    """What was read, found and judged."""

    documents: int
    first: str  # day of the oldest document that has one
    last: str
    undated: int
    outlets: int
    foreign: Mapping[str, int]  # language: documents
    silent: int  # English documents without a statement
    unread: int  # inputs
    failed: int  # documents
    statements: int
    speakers: int
    unnamed: int
    rejected: int
    own: int  # sides that somebody takes for the own country, organisation or principal
    open_speakers: int
    doubts: int
    judged: int
    sides: int  # somebody is for or against somebody in a sentence
    sentences: int  # that hold them
    good: int
    siding: int  # who takes them


def lead(counts: MapCounts, levels: Sequence[str]) -> tuple[str, ...]:
    """The summary: from what, how much, and what of it."""
    when = ""
    if counts.first:
        same = counts.first == counts.last
        when = f" of {counts.first}" if same else f" from {counts.first} to {counts.last}"
        if counts.undated:
            when += f" ({counts.undated:,} without a date)"
    outlets = f", in {_of(counts.outlets, 'outlet')}," if counts.outlets else ""
    read = f"{_of(counts.documents, 'document')}{when}{outlets} were read."
    if counts.documents == 1:
        read = read.replace("were read", "was read")
    if not counts.statements:
        return (read, "Nothing was found: no text quotes or reports what anybody says.")
    found = (
        f"They hold {_of(counts.statements, 'statement')} "
        f"by {_of(counts.speakers, 'named speaker')}."
    )
    if not counts.sides:
        return (read, found, "In no sentence does anybody take a side for or against anybody.")
    takes = "takes a side" if counts.siding == 1 else "take sides"
    sides = (
        f"In {_of(counts.sentences, 'sentence')}, {_of(counts.siding, 'actor')} {takes}: "
        f"{counts.good:,} times for somebody, {counts.sides - counts.good:,} times against."
    )
    even = "No two of them can be tied: all sides even out."
    return (read, found, sides, *(levels or (even,)))


def sureness(counts: MapCounts, intervals: Sequence[str], model: str = "") -> tuple[str, ...]:
    """How wrong it may be: measured figures from the models' own cards, and who has judged.

    Args:
        counts: What was read, found and judged.
        intervals: What is to be said about the intervals.
        model: Folder of another positions bundle.
    """
    if counts.judged:
        judged = (
            f"People have judged {_of(counts.judged, 'statement')} of this corpus; what they "
            "rejected is left out, and what they changed is shown as they changed it."
        )
    else:
        judged = "No person has judged any statement of this corpus: all of it is a machine's work."
    return (
        judged,
        *_card_figures(model),
        *intervals,
        "A stance score is a reading of a sentence, not a fact about an actor.",
    )


def surety(sure: int, seen: int) -> tuple[str, ...]:
    """How many ties can hardly have another sign, in a sentence; none without intervals."""
    if not seen:
        return ()
    if seen == 1:
        other = "is sure of its sign: its 95 % interval does not hold zero."
        pale = "is not sure of its sign: its 95 % interval holds zero, so it is drawn pale."
        return (f"The tie {other if sure else pale}",)
    if sure == seen:
        return ("All ties are sure of their sign: no 95 % interval holds zero.",)
    if not sure:
        return ("No tie is sure of its sign: every 95 % interval holds zero; all are drawn pale.",)
    verb = "is sure of its sign" if sure == 1 else "are sure of their sign"
    return (
        f"{sure:,} of {seen:,} ties {verb}: the 95 % interval does not hold zero. The others are "
        "drawn pale.",
    )


def _card_figures(model: str) -> Iterator[str]:
    from counterpoint.models.bundle import bundled, open_bundle

    found = open_bundle(Path(model) if model else bundled("positions-en"), task="positions")
    figures: Mapping[str, Any] = found.card.get("dev", {}).get("dse", {})
    if "accuracy" in figures and "macro_f1" in figures:
        yield (
            f"Sides are read by the model {found.name}. On gold sentences that it did not learn "
            f"from (DSE, dev part: who is for or against whom), {figures['accuracy']:g} % of its "
            f"answers are right, macro F1 {figures['macro_f1']:g}. On other texts it may do worse."
        )
    else:
        yield f"Sides are read by the model {found.name}, whose card gives no figure for them."


def left_out(counts: MapCounts, lost: Mapping[str, int], shown: int) -> tuple[str, ...]:
    """What is not in the pictures, each with its number.

    Args:
        counts: What was read and found.
        lost: Level, in the plural: ties that have no two different ends there.
        shown: Documents in the reading view.
    """
    languages = ", ".join(f"{name or 'unknown'}: {n:,}" for name, n in counts.foreign.items())
    found = [
        (counts.unread, "input", "could not be read."),
        (counts.failed, "document", "could not be analysed."),
        (
            sum(counts.foreign.values()),
            "document",
            f"not in English ({languages}): statements are found in English only.",
        ),
        (counts.silent, "document", "in which no statement was found."),
        (
            counts.unnamed,
            "statement",
            "by nobody with a name (officials, a spokesman, or not told).",
        ),
        (counts.rejected, "statement", "that people rejected."),
        (
            counts.own,
            "side",
            "that somebody takes for their own country or organisation, or for whom they speak.",
        ),
        (counts.open_speakers, "speaker", "(one per document) linked to no known actor."),
        (counts.doubts, "pair", "of actors that may be one: see counterpoint actors --review."),
        *(
            (
                number,
                "side",
                f"without two different {plural} at its ends, as far as the texts "
                f"tell: not among the ties of {plural}.",
            )
            for plural, number in lost.items()
        ),
        (counts.undated if counts.statements else 0, "document", "without a date: not over time."),
        (
            counts.documents - shown,
            "document",
            "not in the reading view: without statements, or too many for one page.",
        ),
    ]
    return (
        *(f"{_of(number, noun)} {words}" for number, noun, words in found if number > 0),
        f"Sides that are doubtful: with a score below {LEAST_SCORE:g}, or without a clear sign.",
        "Sides toward things and ideas: they need a codebook (counterpoint positions --codebook).",
    )


def _of(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
