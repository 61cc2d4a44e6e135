"""The tutorial from a .dna file to a figure: every block is run, every shown output comes out."""

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from counterpoint.cli.main import main

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "tutorial" / "from-dna-file-to-figure.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run_command(line):
    """What a command prints on both streams, as a terminal shows it."""
    shown = io.StringIO()
    with (
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(shown),
        pytest.raises(SystemExit) as ended,
    ):
        main(shlex.split(line)[1:])
    assert ended.value.code == 0, shown.getvalue()
    return shown.getvalue()


def run_python(code, names):
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(code, str(PAGE), "exec"), names)
    return shown.getvalue()


def test_every_block_of_the_tutorial(tmp_path, monkeypatch):
    shutil.copy(DOCS / "examples" / "tramway.csv", tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    names, printed = {}, ""
    for kind, content in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "console":
            for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
                command, _, expected = part.partition("\n")
                assert run_command(command).splitlines() == expected.splitlines(), command
        elif kind == "python":
            printed = run_python(content, names)
        elif kind == "text":
            assert printed.splitlines() == content.splitlines()

    assert (tmp_path / "figure.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_every_picture_of_the_docs_is_there():
    missing = [
        f"{page.relative_to(DOCS)}: {name}"
        for page in DOCS.rglob("*.md")
        for name in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / name).is_file()
    ]

    assert missing == []
