"""What tests share: where the gold data lie, and which tests can run on this machine."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: time is measured in benchmarks, not here.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

ROOT = Path(__file__).parents[1]
CHROMIUM = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)
_left_out = []


def shared_folder():
    """Folder with gold data and scorers beside the checkout, or None where there is none."""
    place = Path(os.environ.get("COUNTERPOINT_SHARED", ROOT.parent / "shared"))
    return place if (place / "data").is_dir() else None


def pytest_collection_modifyitems(config, items):
    """Leave out, with one line that says so, what this machine cannot run."""
    missing = {
        "browser": None
        if CHROMIUM
        else "no Chromium found: the pages were not opened in a browser",
        "shared": None
        if shared_folder()
        else "no ../shared folder: nothing was compared with gold",
    }
    for mark, why in missing.items():
        out = [item for item in items if item.get_closest_marker(mark)] if why else []
        if out:
            items[:] = [item for item in items if item not in out]
            config.hook.pytest_deselected(items=out)
            _left_out.append(f"{len(out)} tests left out: {why}")


def pytest_terminal_summary(terminalreporter):
    for line in _left_out:
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def shared():
    """The folder with gold data; mark tests that use it with ``pytest.mark.shared``."""
    return shared_folder()


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser; mark tests that use it with ``pytest.mark.browser``."""
    return CHROMIUM
