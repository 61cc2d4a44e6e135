"""Codebooks: begin one, import one, propose one from a corpus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.readers.codebook import codebook_to_toml, read_codebook
from counterpoint.types import Filter
from counterpoint.types.position import Codebook, Concept
from counterpoint.workflow.corpus import Corpus
from counterpoint.workflow.stance import load_positions

__all__ = [
    "codebook_of_dna",
    "commented",
    "concepts_in_other_languages",
    "propose",
    "read_codebook",
    "starter",
    "write_codebook",
]

_MOST_CONTENTS = 20_000
_TO_DEFINE = "To be defined: what does a person demand or claim who agrees with this?"
_STARTER = Codebook(
    (
        Concept(
            "Night flights",
            "Planes should be allowed to take off and land at night.",
            ("The airport must be open at any hour.",),
            ("Nobody here can sleep any more.",),
        ),
        Concept(
            "Night cargo flights",
            "Freight should be flown at night.",
            parent="Night flights",
            keywords=("cargo", "freight"),
        ),
    ),
    "An example to write over",
)


def starter() -> Codebook:
    """A small codebook to write over."""
    return _STARTER


def concepts_in_other_languages(codebook: Codebook) -> list[str]:
    """Names of the concepts whose definitions do not seem to be English."""
    from counterpoint.readers.language import identify_language

    found = []
    for concept in codebook.concepts:
        text = f"{concept.name}. {concept.definition}"
        if len(text) > 40 and identify_language(text) not in ("en", ""):
            found.append(concept.name)
    return found


def write_codebook(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook; a file that is there is never overwritten.

    Raises:
        InputError: If the file is there already.
    """
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(codebook_to_toml(codebook))
    except FileExistsError:
        raise InputError(f"{path}: is there already", hint="name another file") from None


def codebook_of_dna(path: str | Path, *, variable: str = "concept") -> Codebook:
    """The concepts of a DNA database, with definitions to be written.

    Raises:
        InputError: If the database has no such variable.
    """
    from counterpoint.readers.dna.statements import read_dna

    table = read_dna(path)
    column = table.variables.get(variable)
    names = list(dict.fromkeys(str(v) for v in column.values() if v)) if column else []
    if not names:
        raise InputError(
            f'{path}: no variable "{variable}" with values',
            hint=f"the variables are {', '.join(table.variables) or 'none'}; use --variable",
        )
    concepts = tuple(Concept(name, _TO_DEFINE) for name in names)
    return Codebook(concepts, Path(path).stem)


def propose(place: str, *, count: int, seed: int) -> tuple[Codebook, list[tuple[int, list[str]]]]:
    """Propose concepts from the contents of a corpus.

    Args:
        place: The corpus.
        count: How many concepts at most.
        seed: Same seed, same proposals.

    Returns:
        The codebook, and for each concept its size and its typical contents.
    """
    from counterpoint.analysis.positions.clusters import propose_concepts
    from counterpoint.store.view import statement_rows

    with Corpus(place) as corpus, corpus.reading() as connection:
        rows = statement_rows(connection, Filter(), fields=("content",), limit=_MOST_CONTENTS)
        texts = list(dict.fromkeys(row[0] for row in rows if len(row[0].split()) >= 4))
    if not texts:
        raise InputError(
            f"{place}: has no statements with enough words",
            hint=f"run counterpoint analyse {place} first",
        )
    vectors = load_positions().vectors(texts)
    proposals = propose_concepts(texts, vectors, count=count, seed=seed)
    concepts, told = [], []
    for proposal in proposals:
        typical = [texts[number] for number in proposal.typical]
        concepts.append(Concept(proposal.label, _TO_DEFINE))
        told.append((proposal.size, typical))
    return Codebook(tuple(concepts), f"Proposed from {Path(place).name}"), told


def commented(codebook: Codebook, told: Sequence[tuple[int, list[str]]]) -> str:
    """The proposed codebook as TOML with the typical contents as comments."""
    text = codebook_to_toml(replace(codebook, concepts=()))
    for concept, (size, typical) in zip(codebook.concepts, told, strict=True):
        one = codebook_to_toml(Codebook((concept,))).split("\n\n", 1)[1]
        lines = [f"# {size:,} statements, among them:"]
        lines += ["#   " + " ".join(sentence.split())[:300] for sentence in typical]
        text += "\n" + "\n".join(lines) + "\n" + one
    return text
