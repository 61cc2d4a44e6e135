"""``counterpoint extract`` as a user meets it: exit codes, signals, full disks, pipes."""

import json
import resource
import shlex
import signal
import subprocess
import sys
import time

import pytest

START = "from counterpoint.cli.main import main; main()"
COMMAND = [sys.executable, "-c", START, "extract", "--engine", "rules", "--language", "en"]
QUICK = [*COMMAND, "--no-speakers"]


def lines(number):
    return "".join(
        json.dumps({"id": f"t{n}", "text": f"The mayor said that tower {n} would fall. " * 3})
        + "\n"
        for n in range(number)
    )


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text(lines(300), encoding="utf-8")
    return path


def run(*arguments, **options):
    return subprocess.run(
        [*QUICK, *map(str, arguments)], capture_output=True, text=True, timeout=120, **options
    )


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text("utf-8").splitlines()]


def test_done_with_speakers(tmp_path):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(lines(2), encoding="utf-8")
    done = subprocess.run(
        [*COMMAND, str(source), str(target)], capture_output=True, text=True, timeout=120
    )
    (first, *_) = json.loads(target.read_text("utf-8").splitlines()[0])["attributions"]

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.strip() == "Done: 2 texts, 6 statements."
    assert set(first["speaker"]) == {
        "name", "type", "role", "organisation", "country", "reason", "score",
    }  # fmt: skip


def test_bad_lines_give_exit_code_3(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(lines(2) + "{no json\n", encoding="utf-8")
    done = run(source, tmp_path / "out.jsonl")

    assert done.returncode == 3
    assert f"{source}, line 3: not JSON" in done.stderr
    assert len(ids(tmp_path / "out.jsonl")) == 2


def heed_ctrl_c():
    """What runs in the background of a script is started deaf to Ctrl-C; a terminal's is not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def wait_for(path, size):
    for _ in range(1200):
        if path.exists() and path.stat().st_size > size:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was written")


@pytest.mark.parametrize(
    ("end", "code", "jobs"),
    [
        pytest.param(signal.SIGKILL, -signal.SIGKILL, 1, id="killed"),
        pytest.param(signal.SIGINT, 130, 2, id="ctrl-c-with-workers"),
    ],
)
def test_stopped_and_started_again_it_goes_on(tmp_path, end, code, jobs):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(lines(3000), encoding="utf-8")
    process = subprocess.Popen(
        [*QUICK, str(source), str(target), "--jobs", str(jobs)],
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,
    )
    wait_for(target, 1000)
    process.send_signal(end)
    _, said = process.communicate(timeout=60)

    assert process.returncode == code
    assert "Traceback" not in said
    before = target.read_bytes().count(b"\n")
    assert 0 < before < 3000
    # Going on is checked on a shorter input: the texts that are there and a few more.
    source.write_text(lines(before + 5), encoding="utf-8")
    done = run(source, target)
    assert (done.returncode, ids(target)) == (0, [f"t{n}" for n in range(before + 5)])
    assert f"{before:,} texts were there already" in done.stderr


def test_disk_full_keeps_whole_lines(source, tmp_path):
    target = tmp_path / "out.jsonl"

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (9_000, 9_000))

    full = run(source, target, preexec_fn=limit)
    assert full.returncode == 1
    assert "cannot be written" in full.stderr and "Hint: make room" in full.stderr
    assert "Traceback" not in full.stderr
    assert target.read_bytes().endswith(b"}\n")

    done = run(source, target)
    assert (done.returncode, ids(target)) == (0, [f"t{n}" for n in range(300)])


def test_device_without_room(source):
    full = run(source, "/dev/full")

    assert full.returncode == 1
    assert "/dev/full: cannot be written" in full.stderr


def test_closed_pipe_is_no_error(source):
    shell = f"{shlex.join(QUICK)} {source} - | head -n 1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", shell], capture_output=True, text=True, timeout=60
    )

    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["id"] == "t0"


def test_standard_input_to_standard_output():
    done = run("-", "-", input=lines(3))

    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["t0", "t1", "t2"]


def test_folder_that_may_not_be_written(source, tmp_path):
    done = run(source, tmp_path / "missing" / "out.jsonl")

    assert done.returncode == 2
    assert "does not exist" in done.stderr
