"""Pictures: legible, the same from the same seed, and nothing hostile in them runs."""

import json
import time
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.network.layout import place_nodes
from counterpoint.types import NetworkSpec
from counterpoint.workflow.drawn import save_picture
from counterpoint.workflow.plots import PLOTS, PlotOptions, plot
from counterpoint.writers.axes import date_ticks, nice_ticks
from counterpoint.writers.labels import Dot, place_labels
from counterpoint.writers.picture import Sheet, text_width, wrap

TRAM = str(Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv")
SVG = "{http://www.w3.org/2000/svg}"
WINDOWS = {"time_unit": "months", "time_size": 10}
SPECS = {
    "network": {"kind": "onemode", "aggregation": "subtract", "normalisation": "average"},
    "timeline": {},
    "bars": {"variable1": "concept", "variable2": "organization"},
    "polarisation": WINDOWS,
    "phases": {"aggregation": "subtract", **WINDOWS},
    "scaling": {},
    "backbone": {"aggregation": "congruence"},
    "agreement": {},
}
HOSTILE = '"><script>alert(1)</script>&<!--\x00'


def draw(kind, place=TRAM, **more):
    options = {"draws": 60} if kind in ("scaling", "agreement") else {}
    return plot(kind, place, NetworkSpec(**SPECS[kind]), options=PlotOptions(**{**options, **more}))


def words_of(svg):
    return [one.text or "" for one in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The example with labels and words that try to break out."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.jsonl"
    rows = []
    for at in range(60):
        day = datetime(2024, 1, 1) + timedelta(days=9 * at)
        rows.append(
            {
                "id": f"s{at}<b>",
                "document_id": f"d{at // 2}",
                "date": day.isoformat() if at % 2 == 0 else rows[-1]["date"],
                "coder": ("a<i>", "b&")[at % 2],
                "start": 0,
                "stop": 30,
                "text": f"{HOSTILE} {at}",
                "organization": f"{HOSTILE}{at // 2 % 5}",
                "concept": f"</title></svg>{HOSTILE}{at // 2 % 4}",
                "agreement": at // 2 % 3 != 0,
            }
        )
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("kind", sorted(PLOTS))
def test_every_kind_draws_and_holds_its_seed(kind):
    svg = draw(kind).sheet.render()
    root = ET.fromstring(svg)
    facts = json.loads(root.find(f"{SVG}metadata").text)

    assert facts["seed"] == 1
    assert facts["kind"] == kind
    assert root.find(f"{SVG}title").text
    assert root.get("role") == "img"


@pytest.mark.parametrize("kind", ["network", "scaling", "polarisation"])
def test_the_same_seed_draws_the_same_picture(kind):
    assert draw(kind).sheet.render() == draw(kind).sheet.render()


@pytest.mark.parametrize("kind", sorted(PLOTS))
def test_hostile_labels_are_words(kind, hostile):
    drawn = draw(kind, hostile)
    svg = drawn.sheet.render()
    tags = {one.tag for one in ET.fromstring(svg).iter()}

    assert all("script" not in tag for tag in tags)
    assert "<script" not in svg
    assert "\x00" not in svg


def test_disagreement_is_dashed_and_agreement_is_not():
    lines = [
        one
        for one in ET.fromstring(draw("network").sheet.render()).iter(f"{SVG}line")
        if one.get("stroke") in ("#0072b2", "#d55e00") and one.find(f"{SVG}title") is not None
    ]
    dashed = {one.get("stroke"): one.get("stroke-dasharray") is not None for one in lines}

    assert dashed == {"#0072b2": False, "#d55e00": True}


def test_every_label_of_the_example_is_shown():
    words = " ".join(words_of(draw("network").sheet.render()))

    for name in ("City Council", "Chamber of Commerce", "University of Ardenholm"):
        assert name in words
    assert "left out" not in words


dots = st.lists(
    st.builds(
        Dot,
        x=st.floats(20, 580),
        y=st.floats(20, 380),
        radius=st.floats(2, 12),
        label=st.text(alphabet="ab Wi", min_size=1, max_size=40),
        importance=st.floats(0, 10),
    ),
    max_size=25,
)


@given(dots)
@settings(deadline=None, max_examples=60)
def test_labels_never_overlap_each_other_or_leave_the_sheet(found):
    boxes = []
    for placed in place_labels(found, 12, (0, 0, 600, 400)):
        if placed is None:
            continue
        width = max(text_width(line, 12) for line in placed.lines)
        left = {"start": 0, "middle": width / 2, "end": width}[placed.anchor]
        top = placed.y - 12 * 0.9
        boxes.append(
            (placed.x - left, top, placed.x - left + width, top + 13.8 * len(placed.lines))
        )
    for at, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= 600
        for other in boxes[at + 1 :]:
            assert not (
                one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
            )


@given(st.text(max_size=200), st.integers(4, 40))
def test_wrapped_labels_fit(label, line):
    found = wrap(label, line=line)

    assert 1 <= len(found) <= 2
    assert all(len(part) <= line + 6 for part in found)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_cover_what_they_measure(low, width):
    ticks = nice_ticks(low, low + width)
    unseen = 1e-6 * (abs(low) + width)  # far less than a pixel

    assert ticks[0] <= low + unseen
    assert ticks[-1] >= low + width - unseen
    assert len(ticks) <= 9


@given(st.integers(0, 40_000), st.integers(1, 40_000))
def test_date_ticks_lie_inside(start, days):
    begin = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=start)
    ticks = date_ticks(begin, begin + timedelta(days=days))

    assert all(begin <= day <= begin + timedelta(days=days) for day, _ in ticks)
    assert len(ticks) <= 16


def test_five_hundred_nodes_take_about_a_second():
    random = np.random.default_rng(1)
    sources, targets = random.integers(500, size=(2, 5000))
    before = time.process_time()
    places = place_nodes(500, sources, targets, random.random(5000), seed=1)

    assert time.process_time() - before < 6  # about 1 s on a machine with nothing else to do
    assert places.shape == (500, 2)
    assert np.isfinite(places).all()


def test_tied_nodes_lie_nearer_than_nodes_in_conflict():
    sources, targets = np.array([0, 1, 0, 3, 4, 0]), np.array([1, 2, 2, 4, 5, 3])
    places = place_nodes(6, sources, targets, np.array([1.0, 1, 1, 1, 1, -1]))
    apart = np.linalg.norm(places[:, None] - places[None], axis=-1)

    assert apart[0, 1] < apart[0, 3]


@pytest.mark.parametrize("size", [0, 1, 2, 5])
def test_nodes_without_ties_get_places_of_their_own(size):
    none = np.zeros(0, dtype=np.int64)
    places = place_nodes(size, none, none, np.zeros(0))

    assert len({tuple(place) for place in places.tolist()}) == size


def test_ten_thousand_labels_are_drawn_in_part_and_said_so(tmp_path):
    path = tmp_path / "many.csv"
    lines = ["organization,concept,agreement"]
    lines += [f"organisation {at},concept {at % 40},true" for at in range(10_000)]
    path.write_text("\n".join(lines), encoding="utf-8")
    drawn = plot("network", str(path), NetworkSpec(aggregation="combine"))

    assert "of 10040 nodes are shown" in " ".join(words_of(drawn.sheet.render()))


def test_one_statement_is_enough(tmp_path):
    path = tmp_path / "one.csv"
    path.write_text("date,organization,concept,agreement\n2024-05-01,A,x,true\n", encoding="utf-8")
    for kind in ("network", "timeline", "bars"):
        assert ET.fromstring(draw(kind, str(path)).sheet.render()) is not None


@pytest.mark.parametrize("kind", ["scaling", "agreement", "polarisation", "phases"])
def test_too_little_is_an_error_that_says_what_is_missing(tmp_path, kind):
    path = tmp_path / "one.csv"
    path.write_text("date,organization,concept,agreement\n2024-05-01,A,x,true\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        draw(kind, str(path))
    assert caught.value.hint or "window" in str(caught.value)


def test_png_by_the_installed_renderer(tmp_path):
    save_picture(draw("bars"), tmp_path / "bars.png")
    content = (tmp_path / "bars.png").read_bytes()

    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) > 1500  # twice as wide as the sheet


@pytest.mark.browser
def test_png_by_the_browser(tmp_path, monkeypatch):
    from counterpoint.writers import png

    monkeypatch.setattr(png, "find_spec", lambda name: None)
    sheet = Sheet(300, 200, "A title")
    sheet.head("with a subtitle")
    content = png.png_bytes(sheet.render(), 300, 200)

    assert content.startswith(b"\x89PNG")
    assert int.from_bytes(content[16:20]) == 600


def test_without_a_renderer_the_error_says_what_to_install(monkeypatch):
    from counterpoint.writers import png

    monkeypatch.setattr(png, "find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Exception, match="renderer") as caught:
        png.png_bytes("<svg/>", 10, 10)
    assert "counterpoint[png]" in caught.value.hint
