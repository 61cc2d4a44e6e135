"""Statements in bulk: whole lines in order, whatever happens on the way."""

import gzip
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.workflow.annotate import Engine, ReadingOptions
from counterpoint.workflow.extract import ExtractOptions, extract

RULES = ReadingOptions(engine=Engine.RULES, speakers=False)


def lines(number, start=0):
    return [
        json.dumps({"id": f"t{n}", "text": f"The mayor said that tower {n} would fall. It did."})
        for n in range(start, start + number)
    ]


def run(source, target, **options):
    bad = []
    totals = extract(
        source,
        target,
        options=ExtractOptions(reading=RULES, **options),
        report=bad.append,
        progress=lambda _: None,
    )
    return totals, bad


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(lines(40)) + "\n", encoding="utf-8")
    return path


def test_each_text_gets_a_line_in_order_with_offsets_into_it(source, tmp_path):
    target = tmp_path / "out.jsonl"
    totals, bad = run(source, target)
    texts = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    found = [json.loads(line) for line in target.read_text("utf-8").splitlines()]

    assert (totals.done, totals.statements, bad) == (40, 40, [])
    assert [one["id"] for one in found] == [one["id"] for one in texts]
    for text, one in zip(texts, found, strict=True):
        (attribution,) = one["attributions"]
        words = {
            role: [text["text"][start:end] for start, end in attribution[role]]
            for role in ("source", "cue", "content")
        }
        number = one["id"][1:]
        assert words == {
            "source": ["The mayor"],
            "cue": ["said"],
            "content": [f"that tower {number} would fall"],
        }
        assert set(attribution) == {
            "source", "cue", "content", "manner", "negated", "act", "speaker", "score",
        }  # fmt: skip


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz"])
@pytest.mark.parametrize("lost", [1, 7, 300, 4000])
def test_cut_off_anywhere_it_goes_on_to_the_same_file(source, tmp_path, name, lost):
    whole, cut = tmp_path / f"whole-{name}", tmp_path / name
    run(source, whole)
    cut.write_bytes(whole.read_bytes()[:-lost])
    totals, bad = run(source, cut)
    opened = gzip.open if name.endswith(".gz") else open

    with opened(cut, "rb") as one, opened(whole, "rb") as two:
        assert one.read() == two.read()
    assert totals.done + totals.before == 40
    assert bad == []


def test_two_processes_give_the_same_file(source, tmp_path):
    run(source, tmp_path / "one.jsonl")
    run(source, tmp_path / "two.jsonl", jobs=2)

    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_bad_lines_are_told_by_number_and_cost_only_themselves(tmp_path):
    good = lines(3)
    bad_lines = ["{broken", "[1, 2]", '{"id": "x"}', good[0], '{"id": "y", "text": 5}', "null"]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join([good[0], *bad_lines, "", good[1], good[2]]), encoding="utf-8")
    totals, bad = run(source, tmp_path / "out.jsonl")

    assert (totals.done, totals.bad) == (3, 6)
    assert [one.number for one in bad] == [2, 3, 4, 5, 6, 7]
    assert "used before" in bad[3].reason

    again, _ = run(source, tmp_path / "out.jsonl")
    assert (again.done, again.before) == (0, 3)


def test_line_that_is_too_long_is_skipped(tmp_path):
    from counterpoint.readers import ReadOptions

    source = tmp_path / "in.jsonl"
    long = json.dumps({"id": "long", "text": "x" * 3000})
    source.write_text("\n".join([*lines(1), long, *lines(1, 5)]), encoding="utf-8")
    totals, bad = run(source, tmp_path / "out.jsonl", read=ReadOptions(max_bytes=1000))

    assert (totals.done, [one.number for one in bad]) == (2, [2])


def test_packed_input_and_lone_surrogates_and_emoji(tmp_path):
    source = tmp_path / "in.jsonl.gz"
    text = "\U0001f600\U0001f600 “No \ud83d,” said Ann Lee."
    with gzip.open(source, "wt", encoding="utf-8") as file:
        file.write(json.dumps({"id": "a", "text": text}) + "\n")
    run(source, tmp_path / "out.jsonl")
    (one,) = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["attributions"]

    assert [text[start:end] for start, end in one["content"]] == ["“No \ud83d,”"]
    assert [text[start:end] for start, end in one["source"]] == ["Ann Lee"]


def test_lines_in_an_old_encoding_are_read_and_told_once_with_their_place(tmp_path, caplog):
    source = tmp_path / "old.jsonl"
    text = "The café said that “the tower” would fall."
    records = [json.dumps({"id": f"old{n}", "text": text}, ensure_ascii=False) for n in range(3)]
    source.write_bytes("\n".join([*lines(1, 7), *records]).encode("cp1252"))
    totals, bad = run(source, tmp_path / "out.jsonl")

    assert (totals.done, bad) == (4, [])
    told = [record.getMessage() for record in caplog.records]
    assert told == [f"{source}, line 2: read as Windows-1252"]


def test_a_binary_file_is_refused_by_name(tmp_path):
    source = tmp_path / "photo.jsonl"
    source.write_bytes(bytes(range(256)) * 30)

    with pytest.raises(InputError, match=r"photo\.jsonl: this is a binary file"):
        run(source, tmp_path / "out.jsonl")


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ('{"id": "other", "attributions": []}\n', "not from this input"),
        ("a shopping list\n", "line 1: holds something else"),
    ],
)
def test_output_that_holds_something_else_is_left_as_it_was(source, tmp_path, held, message):
    target = tmp_path / "out.jsonl"
    target.write_text(held, encoding="utf-8")

    with pytest.raises(InputError, match=message):
        run(source, target)
    assert target.read_text("utf-8") == held


def test_restart_begins_anew(source, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("a shopping list\n", encoding="utf-8")
    totals, _ = run(source, target, restart=True)

    assert totals.done == len(target.read_text("utf-8").splitlines()) == 40


class Stopped(Exception):
    """Ends a run in the middle."""


def stop_after(source, target, number, **options):
    def progress(told):
        if told.totals.done >= number:
            raise Stopped

    with pytest.raises(Stopped):
        extract(
            source,
            target,
            options=ExtractOptions(**{"reading": RULES, **options}),
            report=lambda _: None,
            progress=progress,
        )


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"reading": replace(RULES, min_score=0.7)}, "--min-score was not given and is 0.7"),
        ({"reading": replace(RULES, author=True)}, "--author was no and is yes"),
        ({"reading": replace(RULES, engine=Engine.MODEL)}, "--engine was rules and is model"),
        ({"nested": True}, "--nested was no and is yes"),
    ],
)
def test_other_options_do_not_mix_into_a_run_that_was_stopped(source, tmp_path, options, named):
    target = tmp_path / "out.jsonl"
    stop_after(source, target, 10)
    held = target.read_bytes()

    with pytest.raises(InputError, match=named) as caught:
        extract(
            source,
            target,
            options=ExtractOptions(**{"reading": RULES, **options}),
            report=lambda _: None,
            progress=lambda _: None,
        )
    assert "--restart" in caught.value.hint
    assert target.read_bytes() == held

    totals, _ = run(source, target)
    assert totals.before + totals.done == 40


def test_other_options_do_not_mix_into_a_run_that_is_done(source, tmp_path):
    target = tmp_path / "out.jsonl"
    run(source, target)
    held = target.read_bytes()

    with pytest.raises(InputError, match="--nested was no and is yes"):
        run(source, target, nested=True)
    assert target.read_bytes() == held
    assert run(source, target)[0].before == 40
    assert run(source, target, nested=True, restart=True)[0].done == 40


def test_the_output_of_an_unknown_run_may_be_gone_on_with(source, tmp_path):
    target = tmp_path / "out.jsonl"
    run(source, target)
    (tmp_path / "out.jsonl.counterpoint-run").unlink()

    assert run(source, target, nested=True)[0].before == 40


def test_restart_takes_other_options_after_a_stop(source, tmp_path):
    target = tmp_path / "out.jsonl"
    stop_after(source, target, 10)
    totals, _ = run(source, target, nested=True, restart=True)

    assert totals.done == 40
    assert all("parent" in json.loads(line)["attributions"][0] for line in open(target, "rb"))


def test_a_damaged_note_is_named_with_a_way_out(source, tmp_path):
    target = tmp_path / "out.jsonl"
    stop_after(source, target, 10)
    (tmp_path / "out.jsonl.counterpoint-run").write_bytes(b"\x00")

    with pytest.raises(InputError, match="cannot be read") as caught:
        run(source, target)
    assert "delete" in caught.value.hint


@pytest.mark.parametrize(
    ("source_name", "target_name", "message"),
    [
        ("missing.jsonl", "out.jsonl", "no such file"),
        ("in.jsonl", "in.jsonl", "the same file"),
        ("in.jsonl", "nowhere/out.jsonl", "does not exist"),
        ("in.jsonl", ".", "is a folder"),
    ],
)
def test_places_that_cannot_be(source, tmp_path, source_name, target_name, message):
    before = source.read_bytes()

    with pytest.raises(InputError, match=message):
        run(tmp_path / source_name, tmp_path / target_name)
    assert source.read_bytes() == before


def test_statements_that_lie_within_others_come_only_when_asked_for(tmp_path):
    source = tmp_path / "in.jsonl"
    text = "Ms. Lund said that the builder had promised to mend the wall."
    source.write_text(json.dumps({"id": "a", "text": text}), encoding="utf-8")
    run(source, tmp_path / "outer.jsonl")
    run(source, tmp_path / "all.jsonl", nested=True)
    outer, both = (
        json.loads((tmp_path / name).read_text("utf-8"))["attributions"]
        for name in ("outer.jsonl", "all.jsonl")
    )

    assert len(outer) == 1
    assert [one["parent"] for one in both] == [None, 0]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 400), max_size=3))
def test_any_number_of_ends_gives_no_line_twice_and_no_half_line(tmp_path_factory, cuts):
    folder = tmp_path_factory.mktemp("cuts")
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("\n".join(lines(6)) + "\n", encoding="utf-8")
    for cut in cuts:
        run(source, target)
        target.write_bytes(target.read_bytes()[:cut])
    run(source, target)

    assert [json.loads(line)["id"] for line in target.read_text("utf-8").splitlines()] == [
        f"t{n}" for n in range(6)
    ]
