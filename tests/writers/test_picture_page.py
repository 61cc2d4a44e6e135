"""The page around a picture: self-contained, opens statements, and hostile words do nothing."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from counterpoint.types import NetworkSpec
from counterpoint.workflow.drawn import save_picture
from counterpoint.workflow.plots import PlotOptions, plot

TRAM = str(Path(__file__).parents[2] / "docs" / "examples" / "tramway.csv")
EVIL = "<img src=x onerror=document.title='owned'><script>document.title='owned'</script>"


class Elements(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    handle_startendtag = handle_starttag


def make(path, place=TRAM, **spec):
    spec = NetworkSpec(kind="onemode", aggregation="subtract", **spec)
    save_picture(plot("network", place, spec, options=PlotOptions(linked=True)), path)
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "network.html"
    make(path)
    return path


@pytest.fixture(scope="module")
def evil_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evil")
    lines = ["organization,concept,agreement,text"]
    lines += [f"{EVIL}{at},{EVIL},true,{EVIL}" for at in range(4)]
    (folder / "evil.csv").write_text("\n".join(lines), encoding="utf-8")
    make(folder / "evil.html", str(folder / "evil.csv"))
    return folder / "evil.html"


def test_nothing_is_loaded_from_anywhere(page):
    for tag, attributes in Elements(page.read_text(encoding="utf-8")).found:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form")
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


def test_the_policy_names_the_page_s_own_style_and_script(page):
    text = page.read_text(encoding="utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1]
    for kind in ("style", "script"):
        (content,) = re.findall(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_every_tie_leads_to_its_statements(page):
    found = Elements(page.read_text(encoding="utf-8")).found
    links = {a["href"][1:] for tag, a in found if tag == "a" and "tie" in a.get("class", "")}
    targets = {a["id"] for tag, a in found if tag == "ol"}

    assert links == targets
    assert len(links) == 55


def test_the_numbers_stand_in_a_table_as_well(page):
    text = page.read_text(encoding="utf-8")

    assert text.count("<tr>") == 56
    assert "City Council" in text[text.index("<tbody>") :]


def test_hostile_words_stay_words(evil_page):
    found = [tag for tag, _ in Elements(evil_page.read_text(encoding="utf-8")).found]

    assert "img" not in found
    assert found.count("script") == 1


@pytest.fixture(scope="module")
def browser(chromium):
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.browser
def test_enter_on_a_tie_opens_its_statements(browser, page):
    view = browser.new_page()
    problems = []
    view.on("console", lambda message: problems.append(message.text))
    view.goto(page.as_uri())
    view.locator("a.tie").first.focus()
    target = view.evaluate("document.activeElement.getAttribute('href')")
    view.keyboard.press("Enter")
    box = view.locator(f"details:has({target})")

    assert box.evaluate("one => one.open")
    assert view.locator(f"{target} li").first.is_visible()
    assert view.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert problems == []
    view.close()


@pytest.mark.browser
def test_a_click_sorts_the_table(browser, page):
    view = browser.new_page()
    view.goto(page.as_uri())
    view.get_by_role("button", name="weight").click()
    shown = view.locator("tbody tr td:nth-child(4)").evaluate_all(
        "cells => cells.map((cell) => Number(cell.dataset.value))"
    )

    assert shown == sorted(shown)
    view.close()


@pytest.mark.browser
def test_without_a_script_the_statements_can_be_read(browser, page):
    context = browser.new_context(java_script_enabled=False)
    view = context.new_page()
    view.goto(page.as_uri())
    view.locator("summary").first.click()

    assert view.locator("ol.evidence li").first.is_visible()
    context.close()


@pytest.mark.browser
def test_the_automatic_check_of_accessibility_finds_nothing(browser, page):
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(bypass_csp=True)
    view = context.new_page()
    view.goto(page.as_uri())
    found = Axe().run(view).response["violations"]

    assert [one["id"] for one in found] == []
    context.close()


@pytest.mark.browser
def test_narrow_screens_lose_nothing(browser, page):
    view = browser.new_page(viewport={"width": 320, "height": 600})
    view.goto(page.as_uri())

    assert view.evaluate("document.documentElement.scrollWidth") <= 320
    view.close()


@pytest.mark.browser
def test_hostile_words_do_nothing_in_a_browser(browser, evil_page):
    view = browser.new_page()
    view.goto(evil_page.as_uri())
    view.wait_for_timeout(200)

    assert view.title() != "owned"
    assert view.locator("img").count() == 0
    view.close()
