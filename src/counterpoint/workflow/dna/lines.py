"""Cases as lines of JSON in, outputs as lines of JSON out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterpoint.errors import CounterpointError, InputError
from counterpoint.workflow.dna.cases import run_case

__all__ = ["run_lines"]


def run_lines(
    lines: Iterable[str], databases: Path, *, name: str = "cases"
) -> Iterator[tuple[str, bool]]:
    """Compute case after case.

    Args:
        lines: One JSON object each; empty lines are passed over.
        databases: Folder that holds the databases.
        name: Of the file, for messages.

    Yields:
        The output line, and whether the case could be understood and its database read.

    Raises:
        InputError: If a line is not a JSON object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except ValueError as error:
            raise InputError(
                f"{name}, line {number}: not JSON ({error})",
                hint='give one object per line: {"id", "database", "kind", "settings"}',
            ) from error
        if not isinstance(case, dict):
            raise InputError(
                f"{name}, line {number}: not an object",
                hint='give one object per line: {"id", "database", "kind", "settings"}',
            )
        good = True
        try:
            output = run_case(case, databases)
        except (CounterpointError, ValueError, TypeError) as error:
            output, good = {"error": str(error)}, False
        yield json.dumps({"id": case.get("id"), "output": output}, ensure_ascii=False), good
