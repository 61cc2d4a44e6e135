"""``python -m counterpoint``: the command line without its script."""

from __future__ import annotations

from counterpoint.cli.main import main

main()
