"""A page becomes its visible text, whole, with the article labelled."""

import time

import pytest
from bridge_articles import PAGE, PARAGRAPHS, TITLE
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoint.errors import InputError
from counterpoint.readers import read_html
from counterpoint.readers.blocks import find_blocks, parse_page
from counterpoint.types import RegionKind


def lines(html):
    return [block.text for block in find_blocks(parse_page(html))]


def test_the_article_is_the_body_and_nothing_else_is_lost():
    document = read_html(PAGE)

    assert document.body == "\n\n".join(PARAGRAPHS)
    for around in ("Home", "Ferry tickets to cost more", "© 2024 Arden Herald."):
        assert around in document.text


def test_what_the_page_says_of_itself():
    document = read_html(PAGE)

    assert document.title == TITLE
    assert document.authors == ("Ines Marlow",)
    assert document.published.date().isoformat() == "2024-05-14"
    assert document.outlet == "Arden Herald"
    assert document.url == "https://herald.example/bridge"
    assert document.language == "en"


def test_lines_around_the_article_are_named():
    document = read_html(PAGE)
    found = {region.span.of(document.text): region.kind for region in document.regions}

    assert found[TITLE] is RegionKind.TITLE
    assert found["By Ines Marlow"] is RegionKind.BYLINE
    assert found["The old bridge."] is RegionKind.CAPTION
    assert found["Port strike enters third week"] is RegionKind.RELATED


def test_a_printed_update_is_the_day_and_the_first_publication_is_kept():
    page = PAGE.replace("14 May 2024</time>", "Updated 16 May 2024</time>")

    document = read_html(page)

    assert document.published.date().isoformat() == "2024-05-16"
    assert document.extra["first_published"].startswith("2024-05-14")


def test_scripts_styles_and_hidden_parts_are_not_text():
    page = (
        "<p>Seen.<script>alert('no')</script><span style='display: none'>Not.</span> Also seen.</p>"
        "<template>No.</template><noscript>No.</noscript><div hidden>No.</div><p>End.</p>"
    )

    assert lines(page) == ["Seen. Also seen.", "End."]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<p>One<br>Two</p>", ["One", "Two"], id="line-break"),
        pytest.param("<p>One <b>bold</b>\n word</p>", ["One bold word"], id="inline"),
        pytest.param("<td>a</td><td>b</td>", ["a", "b"], id="stray-cells"),
        pytest.param("<pre>a\n b</pre>", ["a", "b"], id="pre"),
        pytest.param("a &lt;b&gt; &amp; c", ["a <b> & c"], id="entities"),
        pytest.param("<p>שלום 😀 e\u0301</p>", ["שלום 😀 e\u0301"], id="scripts"),
        pytest.param("<div>one<p>two</p>three</div>", ["one", "two", "three"], id="mixed"),
    ],
)
def test_blocks(html, expected):
    assert lines(html) == expected


def test_a_page_in_another_encoding():
    page = "<meta charset='windows-1251'><p>Привет, мир, сказал он.</p>".encode("cp1251")

    assert "Привет, мир, сказал он." in read_html(page).text


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 100_000 + "deep" + "</div>" * 100_000, id="nested-100000-deep"),
        pytest.param("<b>" * 100_000 + "deep", id="unclosed-100000-deep"),
        pytest.param("<p>a" * 600_000, id="600000-elements"),
    ],
)
def test_pages_built_to_hurt_are_refused_quickly(html):
    started = time.process_time()

    with pytest.raises(InputError, match=r"nested deeper|elements|no text"):
        read_html(html)

    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<p>Nothing was agreed, she said.</p>", id="one-sentence"),
        pytest.param(
            "<nav><a href='/'>Home</a></nav><div>Nothing was agreed, she said.</div>", id="nav"
        ),
    ],
)
def test_a_page_with_hardly_any_text_still_has_a_body(page):
    assert read_html(page).body == "Nothing was agreed, she said."


def test_entities_do_not_multiply():
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
        '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><p>&c;&c;&c;</p>'
    )

    assert len(read_html(bomb).text) < 300


def test_markup_in_metadata_stays_text():
    page = PAGE.replace('content="Ines Marlow"', 'content="&lt;script&gt;x&lt;/script&gt;"')

    assert not any("<" in name for name in read_html(page).authors)


def test_damaged_json_in_the_page_does_no_harm():
    script = '<script type="application/ld+json">{"@type": "NewsArticle", broken</script>'

    assert read_html(PAGE.replace("</head>", script + "</head>")).title == TITLE


def test_authors_and_day_from_json():
    script = (
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
        '"datePublished": "2024-05-13T08:00:00Z", "author": [{"@id": "#p"}], '
        '"publisher": {"@type": "Organization", "name": "The Herald"}}, '
        '{"@type": "Person", "@id": "#p", "name": "Tom Reed"}]}</script>'
    )
    page = PAGE.replace("</head>", script + "</head>").replace("14 May 2024</time>", "</time>")

    document = read_html(page)

    assert document.authors == ("Tom Reed",)
    assert document.published.date().isoformat() == "2024-05-13"
    assert document.outlet == "The Herald"


_piece = st.sampled_from(
    ["<p>", "</p>", "<div class=nav>", "</div>", "<a href=x>", "</a>", "<br>", "<table><tr><td>",
     "<li>", "<script>", "</script>", "<!--", "-->", "<h1>", "&amp;", "words of a sentence. ",
     "“Quoted,” she said. ", "😀", "\n", "<b>", "<", ">"]
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(_piece, max_size=25))
def test_regions_tile_the_text_of_any_page(pieces):
    try:
        document = read_html("".join(pieces))
    except InputError:
        return

    parts = [region.span.of(document.text) for region in document.regions]

    assert "\n".join(parts) == document.text
    assert all(part.strip() for part in parts)
