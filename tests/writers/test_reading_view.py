"""The reading view shows every statement in its sentence, and nothing of a text can run."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoint.types import (
    Act,
    AnnotatedDocument,
    Attribution,
    Document,
    Manner,
    Region,
    RegionKind,
    Span,
    Speaker,
    SpeakerType,
    Statement,
    statement_id,
)
from counterpoint.writers.reading_view import render

HOSTILE = (
    '<script>document.title="broken"</script>\n'
    '<img src=x onerror="document.title=\'broken\'"> "</style><svg onload=alert(1)>\n'
    'Mayor <b>Ada</b> said "javascript:alert(1) \u202e never" & left.\n'
    "]]> --> </title></textarea><iframe src='//x.invalid'></iframe>"
)


def span_of(text, words, start=0):
    at = text.index(words, start)
    return Span(at, at + len(words))


def statement(document, source, cue, content, *, name="", parent="", **rest):
    spans = [tuple(span_of(document.text, w) for w in part) for part in (source, cue, content)]
    attribution = Attribution(*spans, manner=rest.pop("manner", Manner.DIRECT), score=0.9, **rest)
    speaker = Speaker(name, SpeakerType.PERSON, reason=f"named {name}") if name else None
    identity = statement_id(document.id, attribution)
    return Statement(identity, document.id, attribution, speaker, parent)


def annotated(text, *parts, regions=(), title=""):
    document = Document("d1", text, title=title, regions=regions)
    return AnnotatedDocument(document, statements=tuple(p(document) for p in parts))


def simple(document):
    return statement(document, ["Ruth Amsel"], ["said"], ["“We wait,”"], name="Ruth Amsel")


PLAIN = "“We wait,” Ruth Amsel said.\nNothing more was heard."


class Words(HTMLParser):
    """The words inside the article's text, without labels, numbers and hidden words."""

    def __init__(self):
        super().__init__()
        self.depth, self.skipped, self.open, self.stack, self.lines = 0, 0, False, [], []

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("class") or ""
        inside = self.depth or kind == "text"
        if tag in ("meta", "br"):
            return
        self.stack.append((tag, kind))
        self.depth += 1 if inside else 0
        if self.depth and kind in ("kind", "vh", "ref"):
            self.skipped += 1
        if self.depth and tag == "p":
            self.open = True
            self.lines.append("")

    def handle_endtag(self, tag):
        _, kind = self.stack.pop()
        self.open = self.open and tag != "p"
        if self.depth and kind in ("kind", "vh", "ref"):
            self.skipped -= 1
        self.depth -= 1 if self.depth else 0

    def handle_data(self, data):
        if self.open and not self.skipped:
            self.lines[-1] += data


def shown(page):
    words = Words()
    words.feed(page)
    return words.lines


def test_the_text_stands_as_it_was():
    assert shown(render([annotated(PLAIN, simple)])) == PLAIN.split("\n")


@given(
    st.text(alphabet=st.sampled_from("ab<>&\"'\né🙂 “”\u202e\u0301"), min_size=1, max_size=60),
    st.data(),
)
def test_overlapping_marks_never_change_the_words(text, data):
    edges = st.integers(0, len(text))
    spans = [tuple(sorted((data.draw(edges), data.draw(edges)))) for _ in range(6)]
    parts = [Span(start, end) for start, end in spans]
    document = Document("d1", text)
    statements = tuple(
        Statement(statement_id("d1", one), "d1", one)
        for one in (
            Attribution((parts[0],), (parts[1],), (parts[2],), Manner.DIRECT, 0.5),
            Attribution((parts[3],), (parts[4],), (parts[5],), Manner.MIXED, 0.5),
        )
    )

    page = render([AnnotatedDocument(document, statements=statements)])

    assert shown(page) == [line for line in text.split("\n") if line.strip()]


def test_each_statement_has_a_card_that_says_who_and_why():
    page = render([annotated(PLAIN, simple)])

    assert "named Ruth Amsel" in page
    assert "direct, says" in page


def test_a_denied_call_is_marked_as_not_said():
    def denied(document):
        return statement(
            document, ["Ruth Amsel"], ["said"], ["We wait"], name="Ruth Amsel", negated=True
        )

    assert "not said" in render([annotated(PLAIN, denied)])


def test_furniture_is_kept_and_named():
    regions = (
        Region(Span(0, 11), RegionKind.BREADCRUMB),
        Region(Span(12, 12 + len(PLAIN)), RegionKind.BODY),
    )
    page = render([annotated("Home » News\n" + PLAIN, simple, regions=regions)])

    assert shown(page)[0] == "Home » News"
    assert '<span class="kind">breadcrumb</span>' in page


def test_a_text_without_statements_says_so():
    assert "No statement was found" in render([annotated("Nothing here.")])


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium, args=quiet)
        yield running
        running.close()


@pytest.fixture
def opened(browser, tmp_path):
    def open_page(page, **options):
        place = tmp_path / "view.html"
        place.write_text(page, encoding="utf-8")
        tab = browser.new_page(**options)
        tab.requests = []
        tab.on("request", lambda request: tab.requests.append(request.url))
        tab.goto(place.as_uri())
        return tab

    return open_page


def two(document):
    return statement(document, ["Okar"], ["said"], ["the locks were closed"], name="Ines Okar")


def both(opened, **options):
    text = PLAIN + "\nOkar said the locks were closed."
    return opened(render([annotated(text, simple, two)]), **options)


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessible(opened, scheme):
    tab = both(opened, color_scheme=scheme, bypass_csp=True)
    assert violations(tab) == []


def violations(tab):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    return [(v["id"], v["nodes"][0]["html"]) for v in found.response["violations"]]


@pytest.mark.browser
def test_filter_by_speaker_hides_the_cards_of_others(opened):
    tab = both(opened)
    tab.select_option("#speaker", "Ines Okar")

    assert tab.locator(".card:visible .who bdi").all_inner_texts() == ["Ines Okar"]
    assert tab.inner_text("#told") == "1 statement shown"


@pytest.mark.browser
def test_reads_without_a_script(opened):
    tab = both(opened, java_script_enabled=False)

    assert tab.locator(".card").count() == 2
    assert not tab.locator("#filter").is_visible()


@pytest.mark.browser
def test_number_leads_to_the_card_by_keyboard_alone(opened):
    tab = both(opened)
    tab.locator(".text .ref").first.focus()
    tab.keyboard.press("Enter")

    assert tab.locator(".card:target .who bdi").inner_text() == "Ruth Amsel"


@pytest.mark.browser
def test_no_sideways_scrolling_on_a_narrow_screen(opened):
    tab = both(opened, viewport={"width": 320, "height": 640})

    assert tab.evaluate("document.documentElement.scrollWidth") <= 320


def hostile(opened, **options):
    def evil(document):
        return statement(
            document, ["Mayor <b>Ada</b>"], ["said"], ['"javascript:alert(1) \u202e never"'],
            name="<b>Ada</b>\" onclick=\"document.title='broken'", act=Act.SAYS,
        )  # fmt: skip

    page = render([annotated(HOSTILE, evil, title="<script>1</script>")], title="<i>x</i>")
    return opened(page, **options)


@pytest.mark.browser
def test_hostile_text_is_accessible_too(opened):
    assert violations(hostile(opened, bypass_csp=True)) == []


@pytest.mark.browser
def test_hostile_text_is_inert(opened):
    tab = hostile(opened)

    assert tab.title() == "<i>x</i>"
    assert tab.locator("script").count() == 1
    assert tab.locator("img, iframe, svg, main b, main i").count() == 0
    assert [url for url in tab.requests if not url.startswith("file:")] == []
