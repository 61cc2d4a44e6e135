"""Our own sentences: the sign under negation, denial, quotation, nesting, conditions, questions."""

import importlib.util
from pathlib import Path

import pytest

from counterpoint.workflow.evaluate_positions import StanceQuestion, evaluate_stance, read_marked
from counterpoint.workflow.stance import StanceOptions, StanceTask, stances

SENTENCES = Path(__file__).parent / "data" / "signs.tsv"
FRESH = Path(__file__).parent / "data" / "fresh.tsv"
BLIND = Path(__file__).parent / "data" / "blind.tsv"
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


@pytest.mark.parametrize(("fresh", "least"), [(FRESH, 60), (BLIND, 180)], ids=["fresh", "blind"])
def test_fresh_sentences_are_of_all_kinds_and_none_is_an_old_one(fresh, least):
    rows = list(read_marked(fresh))

    assert len(rows) >= least
    assert {row["kind"] for row in rows} == KINDS
    texts = {row["text"] for row in rows}
    assert len(texts) == len(rows)
    others = {SENTENCES, FRESH, BLIND} - {fresh}
    assert not texts & {row["text"] for other in others for row in read_marked(other)}


@pytest.mark.parametrize("sentences", [SENTENCES, FRESH, BLIND], ids=["signs", "fresh", "blind"])
def test_marks_stand_where_the_names_stand(sentences):
    for row in read_marked(sentences):
        for key in ("a", "b", "target"):
            if key in row:
                place = row[key]
                assert row["text"][place["start"] : place["end"]] == place["mention"]


@pytest.mark.parametrize(("task", "floor"), [("target", 0.5), ("pair", 0.4), ("concept", 0.40)])
def test_share_of_right_signs_does_not_fall(task, floor):
    question = StanceQuestion(task=StanceTask(task), no_neutral=False)

    scores, _, _ = evaluate_stance(SENTENCES, question)

    assert scores["all"].accuracy >= floor


@pytest.mark.parametrize(("task", "floor"), [("target", 0.5), ("pair", 0.6), ("concept", 0.47)])
def test_share_of_right_signs_holds_on_sentences_that_nothing_was_tuned_on(task, floor):
    question = StanceQuestion(task=StanceTask(task), no_neutral=False)

    scores, _, _ = evaluate_stance(FRESH, question)

    assert scores["all"].accuracy >= floor


@pytest.mark.parametrize(("task", "floor"), [("target", 0.55), ("pair", 0.5), ("concept", 0.6)])
def test_share_of_right_signs_holds_on_sentences_of_another_hand(task, floor):
    question = StanceQuestion(task=StanceTask(task), no_neutral=False)

    scores, _, _ = evaluate_stance(BLIND, question)

    assert scores["all"].accuracy >= floor


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The council will decide about the tunnel in May.", "neutral"),
        ("The tunnel is a folly that we shall all regret.", "con"),
        ("The tunnel has been a blessing for the valley.", "pro"),
    ],
    ids=["neutral", "con", "pro"],
)
def test_short_text_is_neutral_where_it_takes_no_side(text, label):
    record = {"id": "x", "text": text, "topic": "the tunnel"}

    answer = stances([record], options=StanceOptions(task=StanceTask.CONCEPT))[0]

    assert answer["label"] == label
    assert max(answer["scores"], key=answer["scores"].get) == label


def test_labels_hardly_depend_on_who_is_named():
    countries = ("Norway", "China", "Israel", "Iran", "Nigeria")
    parties = ("Republicans", "Democrats", "Greens")

    found = swaps().audit(SENTENCES, kinds=(countries, parties))

    assert found["by_kind"]["countries"] < 0.03
    assert found["by_kind"]["parties"] < 0.03
