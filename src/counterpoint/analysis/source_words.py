"""The words of a source and the names among them: where it starts and ends, and its head."""

from __future__ import annotations

import re

from counterpoint.analysis.entities import Actor
from counterpoint.analysis.mentions import Name
from counterpoint.analysis.scene import Scene

__all__ = ["GLUE", "SourceWords"]

_INCLUDING = frozenset({"including", "like", "as", "namely", ":"})
GLUE = frozenset({",", "and", "or", "&", "both", "the", "as", "well", "then", "former"})
_RELATIVE = frozenset("who which whom that".split())
_STOP = frozenset("IN WDT WP WRB VBG VBN VBD VBZ VBP TO".split())
_CLITIC = re.compile("['’](?:s|m|d|ve|re|ll)", re.IGNORECASE)  # "We've said": the source is "We"
_FAR = 30  # words: no name is longer
_FRONT = frozenset("according to by from says said as".split())


class SourceWords:
    """Reads the bounds of sources in a document's words.

    Args:
        scene: The document's words and actors.
    """

    def __init__(self, scene: Scene) -> None:
        self._words = scene.words
        self.actor_of: dict[tuple[int, int], Actor] = {}
        for actor in scene.actors:
            for name in actor.names:
                place = (name.start, name.end)
                held = self.actor_of.get(place)
                if held is None or held.kind != "person":
                    self.actor_of[place] = actor

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Without the marks and prepositions around it."""
        texts = self._words.texts
        while start < end and (
            not any(c.isalnum() for c in texts[start]) or texts[start].lower() in _FRONT
        ):
            start += 1
        while end > start and (
            not any(c.isalnum() for c in texts[end - 1]) or _CLITIC.fullmatch(texts[end - 1])
        ):
            end -= 1
        while end > start + 2 and texts[end - 1].lower() in _RELATIVE and texts[end - 2] == ",":
            end -= 2  # "A spokesman, who": the clause goes on behind the source
        return start, end

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """Widened to the names that it cuts: "Lee" of "Ann Lee" is Ann Lee."""
        for name in self._words.names_from(max(0, start - _FAR), end):
            first, last = name.start, name.end
            if (first, last) not in self.actor_of:
                continue
            if (first < start < last and end <= last) or start <= first < end < last:
                return min(start, first), max(end, last)
        return start, end

    def with_list(self, start: int, end: int) -> int:
        """The end of the names behind a source that breaks off in "countries including"."""
        words = self._words
        if end - start < 2 or self.includes(end - 1, start) is None:
            return end
        stop = end
        for name in self._words.names_from(end, end + 2 * _FAR):
            between = {word.lower() for word in words.texts[stop : name.start]}
            if (name.start, name.end) not in self.actor_of or not between <= GLUE:
                break
            stop = max(stop, name.end)
        return stop

    def includes(self, at: int, start: int) -> int | None:
        """Where the examples begin if this word announces some ("including", "such as")."""
        low = self._words.texts[at].lower()
        before = self._words.texts[at - 1].lower() if at > start else ""
        if low == "them":
            return at + 1 if before == "among" else None
        if low not in _INCLUDING or not before:
            return None
        return at + 1 if low != "as" or before == "such" else None

    def holds_pronoun(self, start: int, end: int) -> bool:
        """Whether it is a company such as "she and her husband"."""
        low = [word.lower() for word in self._words.texts[start:end]]
        return bool({"he", "she", "they", "i", "we"} & set(low)) and "and" in low

    def tops(self, start: int, end: int) -> list[Name]:
        """The outermost names of known actors in a stretch of words.

        Where two overlap, a whole name goes before a guessed part: "Transport Minister Ann Lee"
        before the "Arvanian Transport" that reaches into it.
        """
        found: list[Name] = []
        for name in self._words.names_from(start, end):
            if name.end > end or (name.start, name.end) not in self.actor_of:
                continue
            if not found or name.start >= found[-1].end:
                found.append(name)
            elif name.end > found[-1].end and found[-1].inner and not name.inner:
                found[-1] = name
        return found

    def head(self, start: int, end: int) -> int:
        """The last noun before a preposition, a comma or a verb."""
        words = self._words
        stop = end
        near = words.names_from(max(0, start - _FAR), end)
        for index in range(start + 1, end):
            inside = any(n.start < index < n.end for n in near if not n.inner)
            if inside:
                continue
            if words.tags[index] in _STOP or words.texts[index] in {",", "(", "–", "—", ";"}:
                stop = index
                break
        nouns = [i for i in range(start, stop) if words.tags[i].startswith("NN")]
        return nouns[-1] if nouns else stop - 1

    def ends_person(self, index: int) -> bool:
        """Whether the name of a person ends before a word."""
        near = self._words.names_from(max(0, index - _FAR), index)
        return any(n.end == index and n.kind == "person" for n in near)
