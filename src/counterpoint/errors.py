"""The tree of errors that a user can do something about.

CounterpointError            exit code 1
├── InputError               2   what was given cannot be read or does not fit
├── ConfigError              2   counterpoint.toml or an option holds a wrong value
├── ModelError               1   a model bundle is missing or damaged
│   └── UnknownModelError    2   no bundle has the name, or lies in the folder, that was given
├── MissingExtraError        1   an optional part is not installed
└── StoreError               1   the corpus cannot be opened, read or written

Exit codes of the command line: 0 all done, 1 not done, 2 wrong usage or input, 3 done in part,
130 stopped by the user.
"""

from __future__ import annotations

from importlib.util import find_spec

__all__ = [
    "DONE_IN_PART",
    "INTERRUPTED",
    "ConfigError",
    "CounterpointError",
    "InputError",
    "MissingExtraError",
    "ModelError",
    "StoreError",
    "UnknownModelError",
    "require_extra",
]

DONE_IN_PART = 3
INTERRUPTED = 130


class CounterpointError(Exception):
    """Base of all errors that a user can do something about.

    Args:
        what: What went wrong and where, with the offending value.
        hint: What to do about it; the faces print it on its own line.
    """

    exit_code = 1

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(what)
        self.hint = hint


class InputError(CounterpointError):
    """A file, an address, a line or a value that cannot be used."""

    exit_code = 2


class ConfigError(CounterpointError):
    """A setting that does not exist or does not fit."""

    exit_code = 2


class ModelError(CounterpointError):
    """A model bundle that is missing, damaged or of another version."""


class UnknownModelError(ModelError):
    """A model that was asked for and is not there."""

    exit_code = 2


class StoreError(CounterpointError):
    """A corpus that cannot be opened, read or written."""


class MissingExtraError(CounterpointError):
    """An optional part of Counterpoint that is not installed."""


def require_extra(extra: str, *modules: str) -> None:
    """Check that the modules of an optional part are installed.

    Args:
        extra: Name of the extra, as in ``pip install "counterpoint[extra]"``.
        modules: Top-level names of the modules that it brings.

    Raises:
        MissingExtraError: If one of them is missing; the hint holds the command that helps.
    """
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise MissingExtraError(
            f"this needs {', '.join(missing)}, which is not installed",
            hint=f'pip install "counterpoint[{extra}]"',
        )
