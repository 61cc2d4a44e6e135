"""``counterpoint demo`` shows the bundled example, and its page can be used by everybody."""

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "counterpoint", "demo", "--no-open", "--folder"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """What the command prints, and the folder that it made."""
    folder = tmp_path_factory.mktemp("demo") / "example"
    done = subprocess.run([*COMMAND, str(folder)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return done.stdout, folder


def page_of(shown):
    said, _ = shown
    line = next(line for line in said.splitlines() if line.startswith("Each statement"))
    return Path(line.split(": ")[1].strip())


def test_a_table_of_statements_and_the_place_of_the_page(shown):
    said, folder = shown

    assert said.count("Speaker") == 3
    assert "statements by" in said and "in 3 documents." in said
    assert page_of(shown) == (folder / "reading-view.html").resolve()
    assert "Content-Security-Policy" in page_of(shown).read_text("utf-8")


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_the_example_is_accessible(shown, chromium, scheme):
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        tab = running.new_page(color_scheme=scheme, bypass_csp=True)
        tab.goto(page_of(shown).as_uri())
        found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
        running.close()

    assert [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]] == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    place = tmp_path / "file"
    place.write_text("here first")
    done = subprocess.run(
        [*COMMAND, str(place / "below")], capture_output=True, text=True, timeout=120
    )

    assert done.returncode in (1, 2)
    assert str(place) in done.stderr
    assert "Traceback" not in done.stderr
