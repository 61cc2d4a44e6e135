"""Pages written for the tests: an invented dispute over a bridge."""

PARAGRAPHS = [
    "The council of Arden will not pay for the new bridge, Mayor Lena Brook said on Tuesday, "
    "after three hours of talks with the port authority ended without an agreement.",
    "“We were told that the port would carry half of the cost, and now it will carry none,” she "
    "told reporters outside the town hall, where about forty people had gathered in the rain.",
    "The port authority denied that it had ever made such a promise. Its director, Omar Field, "
    "said that the figures had been on the table since March and that nobody could be surprised.",
    "Business owners on the east bank have warned that a further delay would cost them dearly. "
    "According to the chamber of commerce, one shop in five is thinking about moving away.",
    "The two sides want to meet again next week. Until then, the old bridge stays open for cars "
    "but not for lorries, and the ferry will run every twenty minutes instead of every hour.",
]
TITLE = "Arden Council Refuses to Pay for New Harbour Bridge"
CAPTION = (
    "The old harbour bridge in Arden, closed to lorries since the spring of last year. /ARDENPIX"
)

SCRAPED = "\n".join(
    [
        f"Home » {TITLE}",
        "Region Politics Transport",
        "",
        TITLE,
        "",
        PARAGRAPHS[0],
        "",
        PARAGRAPHS[1],
        "",
        CAPTION,
        "",
        CAPTION,
        "",
        PARAGRAPHS[2],
        "",
        PARAGRAPHS[3],
        "",
        PARAGRAPHS[4],
        "",
        "source: arden.herald",
    ]
)

PAGE = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Arden Herald</title>
<meta property="og:site_name" content="Arden Herald"><meta name="author" content="Ines Marlow">
<meta property="article:published_time" content="2024-05-14T09:30:00+00:00">
<link rel="canonical" href="https://herald.example/bridge">
<script>document.title = "never run";</script><style>p {{ color: red }}</style></head>
<body>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li>
<li><a href="/sport">Sport</a></li></ul></nav></header>
<main><article>
<h1>{TITLE}</h1>
<p class="byline">By Ines Marlow</p><time datetime="2024-05-14">14 May 2024</time>
<div class="article-body">
{"".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)}
<figure><img src="https://tracker.example/x.gif"><figcaption>The old bridge.</figcaption></figure>
</div></article>
<aside><h2>Related</h2><ul><li><a href="/a">Ferry tickets to cost more</a></li>
<li><a href="/b">Port strike enters third week</a></li></ul></aside></main>
<footer>© 2024 Arden Herald. All rights reserved.</footer>
</body></html>"""
