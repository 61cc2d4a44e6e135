"""A model bundle: a folder of weights, a vocabulary and a card that says what they are.

The card (`card.toml`) names every file with its SHA-256, and a bundle is not used before its files
have been checked against it: weights that were cut short by a full disk still load, and then answer
nonsense. What several bundles share (the vocabulary, the table of word vectors) lies in a bundle of
its own; the others name what they use of it, with the digests that they were made with.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from counterpoint.errors import ModelError, UnknownModelError

__all__ = ["LARGE", "Bundle", "bundled", "find_bundle", "open_bundle"]

LARGE = "large"

_REINSTALL = "install counterpoint again, or name another bundle"
_LARGEST_CARD = 1_000_000


@dataclass(frozen=True, slots=True)
class Bundle:
    """A checked bundle.

    Attributes:
        path: Its folder.
        name: Its name, with its version: `attribution-en-1`.
        task: What it is for.
        language: Language of the texts that it reads.
        card: The whole card.
        digest: SHA-256 over the digests of its files and of what it uses of other bundles; changes
            when any of them does.
        used: What it uses of other bundles, by name.
    """

    path: Path
    name: str
    task: str
    language: str
    card: Mapping[str, Any]
    digest: str
    used: Mapping[str, Path] = field(default_factory=dict)

    def file(self, name: str) -> Path:
        """Give the path of one of its files, or of one that it uses."""
        if name in self.card["files"]:
            return self.path / name
        if name in self.used:
            return self.used[name]
        raise ModelError(f"the bundle {self.path} has no file {name!r}", hint=_REINSTALL)


def bundled(name: str) -> Path:
    """Give the folder of a bundle that comes with the package."""
    return Path(__file__).parent / "bundles" / name


def find_bundle(model: str, default: str) -> Path:
    """Give the folder of the bundle that a user means.

    Args:
        model: ``large`` for the large one, which is a package of its own; a folder; or nothing for
            the one that comes along.
        default: Name of the bundle that comes along.

    Raises:
        UnknownModelError: If there is no such bundle.
    """
    if not model:
        return bundled(default)
    if model == LARGE:
        return _installed(f"{default}-{LARGE}")
    if not (Path(model) / "card.toml").exists():
        raise UnknownModelError(
            f"no model bundle in {model}",
            hint=f"--model takes a folder with a card.toml, or {LARGE!r}; without it, the model"
            " that comes along is used",
        )
    return Path(model)


def _installed(name: str) -> Path:
    """Give the folder of a bundle that is a package of its own, without importing it."""
    package = "counterpoint_" + name.replace("-", "_")
    found = find_spec(package)
    folders = list(found.submodule_search_locations or ()) if found else []
    if not folders:
        raise UnknownModelError(
            f"the model {name} is not installed",
            hint=f"pip install counterpoint-{name}, in a clone pip install ./bundles/{name};"
            " or leave --model out",
        )
    return Path(folders[0])


def open_bundle(path: Path, *, task: str) -> Bundle:
    """Read a bundle's card and check its files.

    Args:
        path: Its folder.
        task: What the bundle must be for.

    Raises:
        ModelError: If the bundle is missing, is for something else, or does not match its card.
    """
    card = _read_card(path)
    for key, kind in (("name", str), ("task", str), ("language", str), ("files", dict)):
        if not isinstance(card.get(key), kind):
            raise ModelError(f"{path / 'card.toml'}: {key!r} is missing", hint=_REINSTALL)
    if card["task"] != task:
        raise ModelError(
            f"the bundle {path} is for {card['task']!r}, not for {task!r}",
            hint=f"name a bundle for {task!r}",
        )
    digests = []
    for name, expected in sorted(card["files"].items()):
        _check(path, name, expected, card=path)
        digests.append(str(expected))
    used = {}
    for folder, files in sorted(_uses(card, path).items()):
        for name, expected in sorted(files.items()):
            _check(bundled(folder), name, expected, card=path)
            digests.append(str(expected))
            used[name] = bundled(folder) / name
    digest = hashlib.sha256("".join(digests).encode()).hexdigest()
    return Bundle(path, card["name"], card["task"], card["language"], card, digest, used)


def _uses(card: Mapping[str, Any], path: Path) -> dict[str, dict[str, Any]]:
    """Give the files that a bundle uses of others, by folder and name."""
    uses = card.get("uses", {})
    if not isinstance(uses, dict) or not all(isinstance(files, dict) for files in uses.values()):
        raise ModelError(
            f"{path / 'card.toml'}: 'uses' must hold a table for each bundle", hint=_REINSTALL
        )
    for folder in uses:
        if not _is_name(folder):
            raise ModelError(f"{path / 'card.toml'}: {folder!r} is no bundle", hint=_REINSTALL)
    return uses


def _read_card(path: Path) -> dict[str, Any]:
    place = path / "card.toml"
    try:
        if place.stat().st_size > _LARGEST_CARD:
            raise ModelError(f"{place} is too large for a card", hint=_REINSTALL)
        return tomllib.loads(place.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(
            f"no model bundle in {path}", hint="install counterpoint again, or check the path"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ModelError(f"cannot read {place}: {error}", hint=_REINSTALL) from None


def _check(folder: Path, name: str, expected: object, *, card: Path) -> None:
    if not _is_name(name):
        raise ModelError(f"{card / 'card.toml'}: {name!r} is not a file name", hint=_REINSTALL)
    digest = hashlib.sha256()
    try:
        with (folder / name).open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    except OSError as error:
        raise ModelError(f"the bundle {folder} lacks {name}: {error}", hint=_REINSTALL) from None
    if digest.hexdigest() != expected:
        whose = "its card" if folder == card else f"the card in {card}"
        raise ModelError(f"{folder / name} does not match {whose} (SHA-256)", hint=_REINSTALL)


def _is_name(name: str) -> bool:
    return Path(name).name == name and name not in {"", ".", ".."}
