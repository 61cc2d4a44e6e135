"""Made-up documents and statements in any number, always the same for the same seed.

The texts are put together from words; lengths follow news: about 600 words a document, 20
statements, contents of 10 to 40 words.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate

from counterpoint.types import (
    Act,
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Mention,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    document_id,
    statement_id,
)

_SYLLABLES = [consonant + vowel for consonant in "bdklmnrstv" for vowel in "aeio"]
_CUES = "said told announced warned denied insisted added argued claimed promised".split()


class World:
    """Words and speakers, drawn once."""

    def __init__(self, seed: int = 1, *, words: int = 20_000, speakers: int = 5_000) -> None:
        self.random = random.Random(seed)
        made: set[str] = set()
        while len(made) < words:
            made.add("".join(self.random.choices(_SYLLABLES, k=self.random.randint(1, 4))))
        self.words = sorted(made)
        self.random.shuffle(self.words)
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(words)))  # Zipf
        self.people = [f"{self._name()} {self._name()}" for _ in range(speakers)]
        self.outlets = [
            f"The {self._name()} {kind}" for kind in ("Post", "Times", "News") for _ in range(20)
        ]

    def _name(self) -> str:
        return "".join(self.random.choices(_SYLLABLES, k=3)).capitalize()

    def sentence(self) -> str:
        """Ten to thirty words."""
        chosen = self.random.choices(
            self.words, cum_weights=self.weights, k=self.random.randint(10, 30)
        )
        return " ".join(chosen).capitalize() + "."


def documents(
    count: int, *, statements: int = 20, sentences: int = 30, seed: int = 1
) -> Iterator[AnnotatedDocument]:
    """Yield documents with their statements."""
    world = World(seed)
    for number in range(count):
        yield document(world, number, statements=statements, sentences=sentences)


def document(world: World, number: int, *, statements: int, sentences: int) -> AnnotatedDocument:
    """One document; every statement's words stand where its spans say."""
    draw = world.random
    voices = draw.choices(world.people, k=5)
    parts: list[str] = []
    at = 0
    found: list[tuple[Attribution, str]] = []
    for index in range(sentences):
        if index < statements:
            who, cue = draw.choice(voices), draw.choice(_CUES)
            content = "that " + world.sentence()[:-1].lower()
            line = f"{who} {cue} {content}."
            source = Span(at, at + len(who))
            verb = Span(source.end + 1, source.end + 1 + len(cue))
            said = Span(verb.end + 1, verb.end + 1 + len(content))
            found.append(
                (
                    Attribution(
                        (source,),
                        (verb,),
                        (said,),
                        Manner.INDIRECT,
                        round(draw.random(), 3),
                        act=Act.SAYS,
                    ),
                    who,
                )
            )
        else:
            line = world.sentence()
        parts.append(line)
        at += len(line) + 1
    text = "\n".join(parts)
    url = f"https://example.org/{number}"
    id = document_id(text, url)
    base = Document(
        id=id,
        text=text,
        title=world.sentence(),
        outlet=draw.choice(world.outlets),
        published=datetime(2015, 1, 1) + timedelta(hours=number % 90_000),
        url=url,
    )
    return AnnotatedDocument(
        base,
        mentions=tuple(Mention(one.source[0], who, SpeakerType.PERSON) for one, who in found),
        statements=tuple(
            Statement(
                statement_id(id, one),
                id,
                one,
                Speaker(
                    who,
                    SpeakerType.PERSON,
                    role="minister",
                    organisation="Ministry",
                    reason="the name stands in the sentence",
                ),
            )
            for one, who in found
        ),
    )
