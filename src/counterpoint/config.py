"""Settings of a project: ``counterpoint.toml``, read once by a face.

A table is named after a command, its keys after that command's long options; the table
``[defaults]`` holds what every command that knows the option shall take::

    [defaults]
    gazetteer = "our-actors.csv"

    [read]
    min-score = 0.7
    author = true

What counts, from weak to strong: the program's default, ``[defaults]``, the command's table,
an environment variable such as ``COUNTERPOINT_READ_MIN_SCORE``, the option on the command line.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counterpoint.errors import ConfigError

__all__ = ["FILE_NAME", "Config", "load_config"]

FILE_NAME = "counterpoint.toml"
_LARGEST = 1_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Config:
    """What a settings file says: by command, option name (with ``-``) to value."""

    path: str = ""
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def options(self, command: str, known: Collection[str]) -> dict[str, Any]:
        """Values for one command, by long option name without dashes in front.

        Args:
            command: Name of the command.
            known: Long option names of the command, without dashes in front.

        Raises:
            ConfigError: If the command's table names an option that the command does not have.
        """
        own = self.tables.get(command, {})
        for name in own:
            if name not in known:
                raise ConfigError(
                    f'{self.path}: table [{command}] holds "{name}", which is no option of it',
                    hint=f"options of counterpoint {command}: {', '.join(sorted(known))}",
                )
        shared = {k: v for k, v in self.tables.get("defaults", {}).items() if k in known}
        return {**shared, **own}


def load_config(path: Path, commands: Collection[str]) -> Config:
    """Read a settings file.

    Args:
        path: The file.
        commands: Names of the commands that there are.

    Raises:
        ConfigError: If it cannot be read, is not TOML, or has a table that is no command.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ConfigError(f"{path}: larger than {_LARGEST:,} bytes, so not a settings file")
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path}: cannot be read ({error.strerror})", hint="name a settings file, in TOML"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}", hint="settings are TOML in UTF-8") from error
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError(
                f'{path}: "{name}" stands outside a table', hint="put it under [defaults]"
            )
        if name != "defaults" and name not in commands:
            raise ConfigError(
                f"{path}: [{name}] is no command",
                hint=f"tables may be defaults or one of: {', '.join(sorted(commands))}",
            )
    return Config(str(path), tables)
