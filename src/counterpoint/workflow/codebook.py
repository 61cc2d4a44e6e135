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
    "codebook_of",
    "codebook_of_dna",
    "commented",
    "concepts_in_other_languages",
    "is_defined",
    "propose",
    "read_codebook",
    "ready",
    "starter",
    "undefined",
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


def codebook_of(path: str | Path, *, variable: str = "concept") -> Codebook:
    """A codebook from a file that holds one, or that holds statements on concepts.

    Args:
        path: A codebook (TOML, or CSV with definitions), a DNA database, or coded statements as
            CSV or JSON Lines.
        variable: The variable of the statements that holds the concepts.

    Raises:
        InputError: If there is nothing of the kind, or the codebook has a fault.
    """
    place = Path(path)
    suffix = place.suffix.casefold()
    if suffix == ".toml" or (suffix == ".csv" and _has_definitions(place)):
        return read_codebook(place)
    return codebook_of_dna(path, variable=variable)


def _has_definitions(place: Path) -> bool:
    try:
        with open(place, encoding="utf-8-sig") as file:
            first = file.readline(10_000).casefold()
    except (OSError, UnicodeDecodeError):
        return True  # the reader says what is wrong with it
    return "definition" in first


def undefined(codebook: Codebook) -> list[str]:
    """Names of the concepts that were proposed or imported and that nobody has defined."""
    return [one.name for one in codebook.concepts if not is_defined(one)]


def is_defined(concept: Concept) -> bool:
    """Whether a person has said what the concept is."""
    return concept.definition != _TO_DEFINE


def ready(codebook: Codebook, path: str) -> Codebook:
    """The codebook, if people have defined all of it.

    Raises:
        InputError: If a concept is a mere proposal: what a machine proposes is never used unseen.
    """
    found = undefined(codebook)
    if found:
        more = f" and {len(found) - 3:,} more" if len(found) > 3 else ""
        named = ", ".join(f'"{name}"' for name in found[:3])
        raise InputError(
            f"{path}: nobody has defined {named}{more}",
            hint="counterpoint codebook accept, merge or drop it; a definition says what a person "
            "demands or claims who agrees",
        )
    return codebook


def codebook_of_dna(path: str | Path, *, variable: str = "concept") -> Codebook:
    """The concepts of a DNA database or of coded statements, with definitions to be written.

    Raises:
        InputError: If the database has no such variable.
    """
    from counterpoint.workflow.statements_in import load_statements

    table = load_statements(str(path))
    column = table.variables.get(variable)
    first: dict[str, str] = {}  # one spelling of each name
    for value in column.values() if column else ():
        name = " ".join(str(value or "").split())
        if name:
            first.setdefault(name.casefold(), name)
    names = list(first.values())
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
