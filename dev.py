"""Set up a virtual environment of its own and run the main job or the checks.

    python3 dev.py demo     the bundled example: who said what, in the terminal and as a page
    python3 dev.py test     the tests, with coverage
    python3 dev.py check    lint, format, types, import directions, docs, wheel (what CI runs next)
    python3 dev.py lock     renew the lock files from pyproject.toml (needs pip-tools)

Needs Python 3.11 or later and pip. What is installed is pinned by the lock files in requirements/,
with hashes. Called again, it goes straight to the work.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"base": ROOT / "requirements" / "base.lock", "dev": ROOT / "requirements" / "dev.lock"}


def main(arguments: list[str]) -> int:
    """Run one of the commands; the rest of the arguments go to it."""
    commands = {"demo": demo, "test": test, "check": check, "lock": lock}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 2
    return commands[arguments[0]](arguments[1:])


def demo(rest: list[str]) -> int:
    """Run the bundled example."""
    prepare("base")
    return call(BIN / "counterpoint", "demo", *rest)


def test(rest: list[str]) -> int:
    """Run the tests and print the coverage."""
    prepare("dev")
    pytest = (BIN / "python", "-m", "pytest", "-q", "--cov", "--cov-report=term:skip-covered")
    return call(*pytest, *rest, OMP_NUM_THREADS="1")


def check(_rest: list[str]) -> int:
    """Lint, format, types, docs and a wheel that runs in an empty environment."""
    prepare("dev")
    steps = (
        (BIN / "ruff", "check", "."),
        (BIN / "ruff", "format", "--check", "."),
        (BIN / "mypy",),
        (BIN / "python", "-m", "sphinx", "-q", "-W", "--keep-going", "docs", "docs/_build/html"),
    )
    for step in steps:
        print("==>", Path(step[0]).name, *step[1:], flush=True)
        if code := call(*step):
            return code
    return wheel()


def wheel() -> int:
    """Build the wheel, install it into an empty environment and run the main job from there."""
    print("==> wheel: build, install, run", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        build = (BIN / "python", "-m", "build", "--wheel", "--no-isolation", "-o", place, ROOT)
        if code := call(*build, quiet=True):
            return code
        venv.create(place / "empty", with_pip=True)
        python = place / "empty" / BIN.name / "python"
        pip(python, "--require-hashes", "--no-deps", "-r", LOCKS["base"])
        pip(python, "--no-deps", *place.glob("*.whl"))
        size = sum(f.stat().st_size for f in (place / "empty").rglob("*") if f.is_file()) / 1e6
        print(f"base install, pip included: {size:.0f} MB", flush=True)
        return call(python.parent / "counterpoint", "demo", "--no-open", cwd=place)


def lock(_rest: list[str]) -> int:
    """Write requirements/*.lock from pyproject.toml; tests hold the two together."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    base = project["project"]["dependencies"]
    extras = [one for part in project["project"]["optional-dependencies"].values() for one in part]
    wanted = {"base": base, "dev": [*base, *extras, *project["dependency-groups"]["dev"]]}
    options = "--generate-hashes --no-strip-extras --allow-unsafe --no-annotate --no-header --quiet"
    hidden = "--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --upgrade"
    with tempfile.TemporaryDirectory() as folder:
        for name, lines in wanted.items():
            source = Path(folder) / f"{name}.in"
            pins = [f"-c {LOCKS['base']}"] if name == "dev" else []
            source.write_text("\n".join([*pins, *lines]) + "\n", encoding="utf-8")
            tool = shutil.which("pip-compile") or "pip-compile"
            command = [tool, *options.split(), *hidden.split(), "-o", str(LOCKS[name]), str(source)]
            if code := subprocess.call(command, cwd=ROOT):
                return code
            # Old pips stumble over this extra, whose name they spell otherwise; what it brings,
            # lxml_html_clean, is locked by itself.
            text = LOCKS[name].read_text(encoding="utf-8")
            LOCKS[name].write_text(
                re.sub(r"(?m)^lxml\[[\w-]+\]==", "lxml==", text), encoding="utf-8"
            )
    return 0


def prepare(name: str) -> None:
    """Make .venv hold what a lock file says and the package itself; quick when it does already."""
    if sys.version_info < (3, 11):  # noqa: UP036 - said in words, whatever runs this
        sys.exit("Counterpoint needs Python 3.11 or later; this is " + sys.version.split()[0])
    digest = hashlib.sha256(LOCKS[name].read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    stamp = VENV / f".{name}-{digest.hexdigest()[:16]}"
    if stamp.exists():
        return
    print(f"Preparing {VENV.name} (once; some minutes with a slow line) ...", flush=True)
    if not (BIN / "python").exists() and not (BIN / "python.exe").exists():
        venv.create(VENV, with_pip=True)
    pip(BIN / "python", "--require-hashes", "--no-deps", "-r", LOCKS[name])
    pip(BIN / "python", "--no-deps", "-e", ROOT)
    stamp.touch()


def pip(python: Path, *arguments: object) -> None:
    """Install with the pip of an environment; its words appear only when it fails."""
    command = [python, "-m", "pip", "install", "--disable-pip-version-check", *arguments]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def call(*command: object, cwd: Path = ROOT, quiet: bool = False, **environment: str) -> int:
    """Run a command and give its exit code."""
    output = subprocess.DEVNULL if quiet else None
    return subprocess.call(
        [str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, stdout=output
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
