"""The page on corpora runs as it stands."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from counterpoint.cli.main import main

PAGE = Path(__file__).parents[1] / "docs" / "how-to" / "corpus.md"


def in_shell(command):
    """Run a line that needs a shell; gives exit code and what it said."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-ec", command], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_commands_of_the_page_run_in_their_order(tmp_path, monkeypatch, capfd):
    page = PAGE.read_text(encoding="utf-8")
    (reports,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (tmp_path / "reports.jsonl").write_text(reports, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^\$ (.*)$", page, re.MULTILINE)
    said = {}
    for command in commands:
        if "$(" in command:
            code, said[command] = in_shell(command)
        else:
            with pytest.raises(SystemExit) as left:
                main(shlex.split(command)[1:])
            code, said[command] = left.value.code, "".join(capfd.readouterr())
        assert code == 0, f"{command}\n{said[command]}"

    assert len(commands) > 15
    assert any("Kari Lund" in text and "Why linked" in text for text in said.values())
    assert any("Norway" in text and "Iceland" in text and "ties" in text for text in said.values())
    assert list(tmp_path.glob("by-year*.graphml"))
    for name in ("network.gexf", "corpus.dna", "statements.jsonl", "statements.csv"):
        assert (tmp_path / "out" / name).stat().st_size > 0
    assert "The corpus is whole." in said["counterpoint status mackerel.counterpoint --check"]
