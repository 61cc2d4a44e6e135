"""Our own sentences: the sign under negation, denial, quotation, nesting, conditions, questions."""

import importlib.util
from pathlib import Path

import pytest

from counterpoint.workflow.evaluate_positions import StanceQuestion, evaluate_stance, read_marked
from counterpoint.workflow.stance import StanceTask

SENTENCES = Path(__file__).parent / "data" / "signs.tsv"
ROOT = Path(__file__).parents[3]
KINDS = {"negation", "denial", "opponent", "nested", "conditional", "rhetorical"}


def swaps():
    place = ROOT / "benchmarks" / "positions" / "name_swaps.py"
    spec = importlib.util.spec_from_file_location("name_swaps", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_two_hundred_sentences_of_all_kinds():
    rows = list(read_marked(SENTENCES))

    assert len(rows) >= 200
    assert {row["kind"] for row in rows} == KINDS
    asked = {str([row.get(key) for key in ("text", "topic", "a", "b", "target")]) for row in rows}
    assert len(asked) == len(rows)


def test_marks_stand_where_the_names_stand():
    for row in read_marked(SENTENCES):
        for key in ("a", "b", "target"):
            if key in row:
                place = row[key]
                assert row["text"][place["start"] : place["end"]] == place["mention"]


@pytest.mark.parametrize(("task", "floor"), [("target", 0.5), ("pair", 0.4), ("concept", 0.40)])
def test_share_of_right_signs_does_not_fall(task, floor):
    question = StanceQuestion(task=StanceTask(task), no_neutral=False)

    scores, _, _ = evaluate_stance(SENTENCES, question)

    assert scores["all"].accuracy >= floor


def test_labels_hardly_depend_on_who_is_named():
    countries = ("Norway", "China", "Israel", "Iran", "Nigeria")
    parties = ("Republicans", "Democrats", "Greens")

    found = swaps().audit(SENTENCES, kinds=(countries, parties))

    assert found["by_kind"]["countries"] < 0.03
    assert found["by_kind"]["parties"] < 0.03
