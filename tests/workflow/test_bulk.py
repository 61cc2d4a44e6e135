"""Bulk runs keep the order, pass over bad lines, and go on where they stopped."""

import gzip
import json

import pytest

from counterpoint.errors import InputError
from counterpoint.workflow.bulk import RecordError, run_bulk


def check(record):
    if record["text"] == "bad":
        raise RecordError("the text is bad")


def run(source, target, **options):
    told = []
    totals = run_bulk(
        source,
        target,
        check=check,
        work=lambda records: [{"id": r["id"], "size": len(r["text"])} for r in records],
        report=told.append,
        batch=2,
        **options,
    )
    return totals, told


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def rows(count):
    return [{"id": f"r{n}", "text": "x" * n} for n in range(count)]


def test_one_answer_a_record_in_order(tmp_path):
    totals, told = run(written(tmp_path / "in.jsonl", *rows(5)), tmp_path / "out.jsonl")

    assert lines(tmp_path / "out.jsonl") == [{"id": f"r{n}", "size": n} for n in range(5)]
    assert (totals.done, totals.bad, told) == (5, 0, [])


def test_started_again_it_goes_on(tmp_path):
    source, target = written(tmp_path / "in.jsonl", *rows(5)), tmp_path / "out.jsonl"
    target.write_text('{"id": "r0", "size": 0}\n{"id": "r1", "si', encoding="utf-8")

    totals, _ = run(source, target)

    assert [line["id"] for line in lines(target)] == ["r0", "r1", "r2", "r3", "r4"]
    assert (totals.before, totals.done) == (1, 4)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1]", "not a JSON object"),
        ("{", "not JSON"),
        ('{"text": "a"}', 'no "id"'),
        ('{"id": "b"}', 'no "text"'),
        ('{"id": "b", "text": "bad"}', "the text is bad"),
        ('{"id": "r0", "text": "again"}', "used before"),
    ],
)
def test_bad_line_is_named_and_passed_over(tmp_path, line, reason):
    source = written(tmp_path / "in.jsonl", *rows(2))
    source.write_text(source.read_text() + line + "\n" + json.dumps({"id": "z", "text": ""}) + "\n")

    totals, told = run(source, tmp_path / "out.jsonl")

    assert (totals.done, totals.bad) == (3, 1)
    assert told[0].number == 3
    assert reason in told[0].reason


def test_gzip_and_missing_inputs(tmp_path):
    with gzip.open(tmp_path / "in.jsonl.gz", "wt") as file:
        file.write(json.dumps(rows(1)[0]) + "\n")

    assert run(tmp_path / "in.jsonl.gz", tmp_path / "out.jsonl")[0].done == 1
    with pytest.raises(InputError, match="no such file"):
        run(tmp_path / "none.jsonl", tmp_path / "out2.jsonl")
    with pytest.raises(InputError, match="is a folder"):
        run(tmp_path, tmp_path / "out2.jsonl")


def test_target_with_something_else_is_kept(tmp_path):
    target = tmp_path / "notes.txt"
    target.write_text("my notes\n")

    with pytest.raises(InputError, match="line 1"):
        run(written(tmp_path / "in.jsonl", *rows(1)), target)

    assert target.read_text() == "my notes\n"
