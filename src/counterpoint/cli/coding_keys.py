"""Which key does what on the coding desk: the built-in map, and what a user puts in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from counterpoint.errors import ConfigError

__all__ = ["COMMANDS", "DeskCommand", "KeyMap", "key_map", "spoken"]

KeyMap = Mapping[str, str]  # name of a command: its key


@dataclass(frozen=True, slots=True)
class DeskCommand:
    """What a key does.

    Attributes:
        key: As a terminal names it.
        action: Of the desk.
        shown: In the footer; empty: only on the page of keys.
        page: On the page of keys.
    """

    key: str
    action: str
    shown: str
    page: str


COMMANDS: dict[str, DeskCommand] = {
    "next": DeskCommand("j", "next", "next", "next statement"),
    "previous": DeskCommand("k", "previous", "previous", "previous statement"),
    "next-document": DeskCommand("n", "next_document", "", "next document"),
    "previous-document": DeskCommand("p", "previous_document", "", "previous document"),
    "accept": DeskCommand("a", "accept", "accept", "accept"),
    "reject": DeskCommand("r", "reject", "reject", "reject"),
    "unsure": DeskCommand("x", "unsure", "unsure", "mark as unsure"),
    "undo": DeskCommand("u", "undo", "undo", "undo"),
    "redo": DeskCommand("U", "redo", "redo", "redo"),
    "speaker": DeskCommand("s", "speaker", "speaker", "choose the speaker"),
    "concept": DeskCommand("c", "concept", "concept", "choose a concept by typing"),
    "agrees": DeskCommand("plus", "stance('1')", "", "the speaker agrees"),
    "disagrees": DeskCommand("minus", "stance('-1')", "", "the speaker disagrees"),
    "neither": DeskCommand("0", "stance('0')", "", "the speaker does neither"),
    "start": DeskCommand("left_square_bracket", "side('start')", "", "then arrows: move the start"),
    "end": DeskCommand("right_square_bracket", "side('end')", "", "then arrows: move the end"),
    "search": DeskCommand("slash", "search", "search", "search"),
    "keys": DeskCommand("question_mark", "keys", "keys", "all keys"),
    "quit": DeskCommand("q", "quit", "leave", "leave; everything is stored"),
}
_SPOKEN = {
    "plus": "+", "minus": "-", "left_square_bracket": "[", "right_square_bracket": "]",
    "slash": "/", "question_mark": "?", "space": "space", "comma": ",", "full_stop": ".",
    "exclamation_mark": "!", "equals_sign": "=", "asterisk": "*", "colon": ":", "semicolon": ";",
}  # fmt: skip
_KEY = re.compile(
    r"[a-zA-Z0-9]|(?:ctrl\+)?[a-z]|f\d{1,2}|home|end|page(?:up|down)|tab|insert|delete"
)
_NAMED = {sign: name for name, sign in _SPOKEN.items()}
_FIXED = {
    *map(str, range(1, 10)),
    *("left", "right", "up", "down", "enter", "escape", "ctrl+z", "ctrl+shift+z", "ctrl+c"),
}


def spoken(key: str) -> str:
    """A key as it is printed on the board.

    Example:
        >>> spoken("plus"), spoken("f2"), spoken("")
        ('+', 'f2', '(no key)')
    """
    return _SPOKEN.get(key, key) or "(no key)"


def key_map(given: Iterable[str]) -> KeyMap:
    """The keys of all commands, with those that a user gives as ``accept=y``.

    A command without a key (``accept=``) is switched off; undo stays on Ctrl-Z.

    Raises:
        ConfigError: If there is no such command or key, or two commands want one key.
    """
    keys = {name: command.key for name, command in COMMANDS.items()}
    for one in given:
        name, sign, key = one.partition("=")
        name, key = name.strip(), key.strip()
        if name not in keys or not sign:
            raise ConfigError(
                f"--key {one}: is no command of the desk with a key",
                hint=f"for example accept=y; commands are: {', '.join(keys)}",
            )
        if key and key not in _NAMED and not _KEY.fullmatch(key):
            raise ConfigError(
                f"--key {one}: is no key that a terminal names",
                hint="a letter, 0, f1 to f24, home, end, pageup, pagedown, tab, space, or one of: "
                + " ".join(sign for sign in _NAMED if len(sign) == 1),
            )
        keys[name] = _NAMED.get(key, key)
    _refuse_clashes(keys)
    return {name: key for name, key in keys.items() if key}


def _refuse_clashes(keys: KeyMap) -> None:
    taken: dict[str, str] = {}
    for name, key in keys.items():
        if key in _FIXED:
            raise ConfigError(
                f"the key {spoken(key)} cannot be {name}: it has a meaning of its own",
                hint="digits give concepts, arrows and Enter move ends, Esc leaves",
            )
        if key in taken:
            raise ConfigError(
                f"the key {spoken(key)} is {taken[key]} and {name}",
                hint=f"give {taken[key]} another key too, as in --key {taken[key]}=f5",
            )
        if key:
            taken[key] = name
