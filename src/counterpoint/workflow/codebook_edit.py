"""Work on a codebook: accept what was proposed, merge, rename and drop concepts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path

from counterpoint.errors import InputError
from counterpoint.readers.codebook import check_codebook, codebook_text, parse_codebook
from counterpoint.readers.codebook_edit import edited_csv, edited_toml
from counterpoint.types.position import Codebook, Concept
from counterpoint.workflow.codebook import concepts_in_other_languages, is_defined, undefined

__all__ = ["Change", "accept", "drop", "edit_codebook", "merge", "rename"]

_SHOWN = 5  # names in a sentence


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of the concepts of a codebook.

    Attributes:
        concepts: One for each concept that there is; None for one that goes.
        said: What was done, in sentences.
        into: Places of concepts that went into another one, to its place.
    """

    concepts: tuple[Concept | None, ...]
    said: tuple[str, ...]
    into: Mapping[int, int] = field(default_factory=dict)


def edit_codebook(
    path: str | Path, change: Callable[[Codebook], Change], output: str | Path = ""
) -> tuple[str, ...]:
    """Change a codebook file; all else in it stays, and it is there whole or as it was before.

    Args:
        path: A codebook, TOML or CSV.
        change: What is to be done.
        output: Another file that is written instead; it must not be there.

    Returns:
        What was done, in sentences.

    Raises:
        InputError: If the codebook has a fault, before or afterwards, or cannot be written.
    """
    place, target = Path(path), Path(output or path)
    if target.suffix.casefold() != place.suffix.casefold():
        raise InputError(
            f"{output}: the file keeps its kind, {place.suffix or 'TOML'}",
            hint=f"counterpoint codebook import {path} NEW.toml makes it TOML",
        )
    if output and target.exists() and not target.samefile(place):
        raise InputError(f"{output}: is there already", hint="name another file")
    text = codebook_text(place)
    before = parse_codebook(text, place)
    try:
        done = change(before)
        after = replace(before, concepts=tuple(one for one in done.concepts if one is not None))
        if problems := check_codebook(after):
            raise InputError(f"would have a fault: {problems[0]}", hint="nothing was changed")
        edited = edited_csv if place.suffix.casefold() == ".csv" else edited_toml
        new = edited(text, before.concepts, done.concepts, done.into)
    except InputError as error:
        raise InputError(f"{path}: {error}", hint=error.hint or _anew(path)) from None
    if parse_codebook(new, place) != after:
        raise InputError(f"{path}: is written in a way that cannot be edited", hint=_anew(path))
    _write(target, new)
    return done.said + _left(after)


def accept(codebook: Codebook, name: str, given: Concept) -> Change:
    """Make a proposal a concept.

    Args:
        codebook: The codebook.
        name: Of the proposal.
        given: The concept that it becomes; without a name it keeps its own, and what examples,
            keywords and parent it has stay.

    Raises:
        InputError: If there is no such proposal, or its new name is taken.
    """
    at = _find(codebook, name)
    old = codebook.concepts[at]
    if is_defined(old):
        raise InputError(
            f'"{old.name}" is defined already: {old.definition}',
            hint="write another definition into the file; rename gives another name",
        )
    new = Concept(
        _free(codebook, given.name, {at}) if given.name.strip() else old.name,
        _definition(given.definition),
        _joined(old.examples_for, map(_written, given.examples_for)),
        _joined(old.examples_against, map(_written, given.examples_against)),
        _written(given.parent) or old.parent,
        _joined(old.keywords, map(_written, given.keywords)),
    )
    concepts, children = _renamed(codebook, {at}, at, new)
    said = [f'Accepted "{new.name}".' if new.name == old.name else _called("Accepted", old, new)]
    said += _moved(children, new.name) if new.name != old.name else []
    if concepts_in_other_languages(Codebook((new,))):
        said.append(f'"{new.name}" does not seem to be in English, which is what the model reads.')
    return Change(concepts, tuple(said))


def merge(codebook: Codebook, names: Sequence[str], name: str = "", definition: str = "") -> Change:
    """Make one concept of several.

    It stands where the first one does and has the examples and keywords of all. Concepts below any
    of them are below it afterwards.

    Args:
        codebook: The codebook.
        names: Of the concepts.
        name: What it is called; without, as the first.
        definition: Without, that of the first that has one.

    Raises:
        InputError: If a name is unknown, doubled or taken, or parents would go in a circle.
    """
    places = [_find(codebook, one) for one in names]
    for number, at in enumerate(places):
        if at in places[:number]:
            raise InputError(
                f'"{codebook.concepts[at].name}" is named twice', hint="name each concept once"
            )
    if len(places) < 2:
        raise InputError("one concept alone is not merged", hint="name two or more")
    merged = [codebook.concepts[at] for at in places]
    first, gone = places[0], set(places)
    defined = next((one for one in merged if is_defined(one)), merged[0])
    new = Concept(
        _free(codebook, name, gone) if name.strip() else merged[0].name,
        _definition(definition) if definition else defined.definition,
        _joined(*(one.examples_for for one in merged)),
        _joined(*(one.examples_against for one in merged)),
        _above(merged[0].parent, _parents(merged)),
        _joined(*(one.keywords for one in merged)),
    )
    concepts, children = _renamed(codebook, gone, first, new)
    examples = len(new.examples_for + new.examples_against)
    said = [
        f'Merged {_named(merged)} into "{new.name}": {_counted(examples, "example")}, '
        f"{_counted(len(new.keywords), 'keyword')}."
    ]
    said += [
        f'Left out, the definition of "{one.name}": {one.definition}'
        for one in merged
        if is_defined(one) and one.definition != new.definition
    ]
    bare = [one for one in merged if not one.keywords]
    if new.keywords and bare:
        said.append(
            f"One of the keywords must now occur; {_named(bare)} had none. Delete them to let the "
            "meaning alone decide."
        )
    said += _moved(children, new.name)
    return Change(concepts, tuple(said), {at: first for at in places[1:]})


def rename(codebook: Codebook, name: str, to: str) -> Change:
    """Give a concept another name, also where it is the parent of others.

    Raises:
        InputError: If there is no such concept, or the name is taken.
    """
    at = _find(codebook, name)
    old = codebook.concepts[at]
    new = replace(old, name=_free(codebook, to, {at}))
    concepts, children = _renamed(codebook, {at}, at, new)
    return Change(concepts, (_called("Renamed", old, new), *_moved(children, new.name)))


def drop(codebook: Codebook, names: Sequence[str]) -> Change:
    """Take concepts out; those below them come to stand below what was above.

    Raises:
        InputError: If a name is unknown, or no concept would be left.
    """
    gone = {_find(codebook, name) for name in names}
    dropped = [codebook.concepts[at] for at in sorted(gone)]
    concepts: list[Concept | None] = []
    said = [f"Dropped {_named(dropped)}."]
    parents = _parents(dropped)
    for at, one in enumerate(codebook.concepts):
        parent = _above(one.parent, parents)
        concepts.append(None if at in gone else replace(one, parent=parent))
        if at not in gone and parent != one.parent:
            said += _moved([one], parent)
    return Change(tuple(concepts), tuple(said))


# --- how it is done -------------------------------------------------------------------------------


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _find(codebook: Codebook, name: str) -> int:
    keys = [_key(one.name) for one in codebook.concepts]
    if _key(name) in keys:
        return keys.index(_key(name))
    near = get_close_matches(_key(name), keys, n=1)
    names = [codebook.concepts[keys.index(near[0])]] if near else codebook.concepts
    word = "did you mean" if near else "the concepts are"
    raise InputError(f'has no concept "{name}"', hint=f"{word} {_named(names)}")


def _free(codebook: Codebook, name: str, own: set[int]) -> str:
    """A name that no other concept has, without spaces around it."""
    name = _written(name)
    if not name:
        raise InputError("the new name is empty", hint="give it a name")
    for at, one in enumerate(codebook.concepts):
        if at not in own and _key(one.name) == _key(name):
            raise InputError(
                f'another concept is called "{one.name}"',
                hint="take another name, or merge them with counterpoint codebook merge",
            )
    return name


def _definition(words: str) -> str:
    words = _written(words)
    if not words or not is_defined(Concept("", words)):
        raise InputError(
            "the definition says nothing", hint="say what a person demands or claims who agrees"
        )
    return words


def _written(words: str) -> str:
    """What was typed, on one line."""
    try:
        words.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(f"{words!r} is not UTF-8", hint="type it in a UTF-8 terminal") from None
    return " ".join(words.split())


def _joined(*parts: Iterable[str]) -> tuple[str, ...]:
    """All of them in their order, each once."""
    whole = [one.strip() for part in parts for one in part]
    return tuple(dict.fromkeys(one for one in whole if one))


def _parents(concepts: Sequence[Concept]) -> dict[str, str]:
    return {_key(one.name): one.parent for one in concepts}


def _above(parent: str, gone: Mapping[str, str]) -> str:
    """The nearest wider concept that stays; ``gone`` are those that do not, with their parents."""
    while _key(parent) in gone:
        parent = gone[_key(parent)]
    return parent


def _renamed(
    codebook: Codebook, gone: set[int], at: int, new: Concept
) -> tuple[tuple[Concept | None, ...], list[Concept]]:
    """The concepts with one in the place of some, and those that were below them."""
    keys = {_key(codebook.concepts[place].name) for place in gone}
    concepts: list[Concept | None] = []
    children = []
    for place, one in enumerate(codebook.concepts):
        if place in gone:
            concepts.append(new if place == at else None)
        elif _key(one.parent) in keys and one.parent != new.name:
            concepts.append(replace(one, parent=new.name))
            children.append(one)
        else:
            concepts.append(one)
    return tuple(concepts), children


def _called(what: str, old: Concept, new: Concept) -> str:
    return f'{what} "{old.name}", which is now called "{new.name}".'


def _moved(children: Sequence[Concept], parent: str) -> list[str]:
    if not children:
        return []
    below = f'below "{parent}"' if parent else "below no other"
    return [f"{_named(children)} now {'stands' if len(children) == 1 else 'stand'} {below}."]


def _named(concepts: Sequence[Concept]) -> str:
    names = [f'"{one.name}"' for one in concepts[:_SHOWN]]
    if len(concepts) > _SHOWN:
        return f"{', '.join(names)} and {len(concepts) - _SHOWN:,} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _counted(count: int, what: str) -> str:
    return f"{count or 'no'} {what}{'' if count == 1 else 's'}"


def _left(codebook: Codebook) -> tuple[str, ...]:
    left = undefined(codebook)
    if not left:
        return ()
    return (f"{len(left):,} of {len(codebook.concepts):,} concepts are still to be defined.",)


def _anew(path: str | Path) -> str:
    return f"counterpoint codebook import {path} NEW.toml writes it anew; edit that"


def _write(target: Path, text: str) -> None:
    from counterpoint.writers.networks import write_bytes

    place = target.resolve()  # a link stays a link
    mode = place.stat().st_mode & 0o7777 if place.exists() else None
    try:
        write_bytes(place, text.encode("utf-8"))
    except OSError as error:
        raise InputError(
            f"{target}: cannot be written ({error.strerror or error})",
            hint="make room, or name another file with -o",
        ) from error
    if mode is not None:
        with suppress(OSError):
            place.chmod(mode)
