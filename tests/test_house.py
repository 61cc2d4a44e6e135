"""What every part of the house must keep: quick to import, and locks that say what is wanted."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"numpy", "onnxruntime", "lxml", "trafilatura", "sqlalchemy", "babel", "scipy", "pandas"}


def loaded_by(code):
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(' '.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(shown.stdout.split())


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import counterpoint", id="import"),
        pytest.param(
            "from counterpoint.cli.main import cli\n"
            "from click.testing import CliRunner\n"
            "assert CliRunner().invoke(cli, ['--help']).exit_code == 0",
            id="help",
        ),
    ],
)
def test_nothing_heavy_is_loaded(code):
    assert loaded_by(code) & HEAVY == set()


def test_every_command_of_the_table_can_be_loaded_and_helps():
    from click.testing import CliRunner

    from counterpoint.cli.main import COMMANDS, cli

    runner = CliRunner()
    shown = {name: runner.invoke(cli, [name, "--help"]).output for name in COMMANDS}

    assert [name for name, text in shown.items() if "Usage:" not in text] == []
    assert [name for name, text in shown.items() if "\\b" in text] == []


def name_of(requirement):
    return re.split(r"[\[<>=~ ]", requirement)[0].lower().replace("_", "-")


def test_lock_files_hold_what_the_project_wants():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    base = project["project"]["dependencies"]
    extras = [one for part in project["project"]["optional-dependencies"].values() for one in part]
    wanted = {"base": base, "dev": [*base, *extras, *project["dependency-groups"]["dev"]]}
    for lock, names in wanted.items():
        text = (ROOT / "requirements" / f"{lock}.lock").read_text()
        locked = {name_of(line) for line in text.splitlines() if re.match(r"[a-zA-Z0-9]", line)}
        assert {name_of(one) for one in names} - locked == set()
        assert all("--hash=sha256" in part for part in re.split(r"\n(?=[a-zA-Z0-9])", text))
