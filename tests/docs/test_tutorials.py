"""The commands of the first tutorial do what the page says."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "tutorial" / "first-reading.md"


def test_first_reading_runs_as_it_is_written(tmp_path):
    commands = re.findall(r"```sh\n(.+?)\n```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    printed = []
    for command in commands:
        words, _, target = command.partition(" > ")
        name, *arguments = shlex.split(words)
        assert name == "counterpoint"
        done = subprocess.run(
            [sys.executable, "-m", "counterpoint", *arguments],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        if target:
            (tmp_path / target).write_text(done.stdout, encoding="utf-8")
        printed.append(done.stdout)

    table, _, _, article = printed
    assert "not: demands" in table
    assert "Tobias Renn" in table
    assert "not said" in (tmp_path / "opinion.html").read_text(encoding="utf-8")
    assert '"Northline Wire"' in (tmp_path / "wire.json").read_text(encoding="utf-8")
    assert "We will not let a neighbour decide" in article
    assert "Share this article" not in article
