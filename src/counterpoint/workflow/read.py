"""Read what a user named."""

from __future__ import annotations

from counterpoint.readers import (
    Columns,
    ReadFailure,
    ReadOptions,
    read_html,
    read_inputs,
    read_text,
)

__all__ = ["Columns", "ReadFailure", "ReadOptions", "read_html", "read_inputs", "read_text"]
