"""DNA databases for tests, by hand and by hypothesis: valid rows of all tables."""

from hypothesis import strategies as st

from counterpoint.types.dna import DATA_TABLES, PERMISSIONS, SCHEMA, DnaDatabase

HASH = "A" * 64
LABELS = st.text(
    alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12
)
COLOURS = st.tuples(*[st.integers(0, 255)] * 3)


def coder(number, name):
    return (number, name, 10, 20, 30, 0, 14, HASH, 300, 0, 0, 1, *([1] * len(PERMISSIONS)))


def small(**changes):
    """Two documents, three statements, all data types; change whole tables by name."""
    text = "One \U0001f600 said yes. Two said no. Three said maybe."
    tables = {name: () for name in SCHEMA}
    tables |= {
        "SETTINGS": (("date", "2026-06-30"), ("version", "3.1.2")),
        "CODERS": (coder(1, "Admin"), coder(2, "Second")),
        "CODERRELATIONS": ((1, 1, 2, 1, 1, 1, 1), (2, 2, 1, 1, 1, 1, 1)),
        "DOCUMENTS": (
            (1, "First", text, 1, "Ann", "Paper", "", "", "news", 86400),
            (2, "Second", "Nothing here.", 1, "", "", "", "", "", 0),
        ),
        "STATEMENTTYPES": ((1, "DNA Statement", 1, 2, 3),),
        "VARIABLES": (
            (1, "organization", "short text", 1),
            (2, "concept", "short text", 1),
            (3, "agreement", "boolean", 1),
            (4, "intensity", "integer", 1),
            (5, "remark", "long text", 1),
        ),
        "STATEMENTS": ((1, 1, 1, 0, 16, 1), (2, 1, 1, 17, 29, 2), (3, 1, 1, 30, 47, 1)),
        "ENTITIES": (
            (1, 1, "", 0, 0, 0, None),
            (2, 1, "One", 255, 0, 16, None),
            (3, 1, "Two's <b>", None, None, None, 2),
            (4, 2, "", 0, 0, 0, None),
            (5, 2, "plan", 0, 0, 0, None),
        ),
        "DATASHORTTEXT": (
            (1, 1, 1, 2),
            (2, 1, 2, 5),
            (3, 2, 1, 3),
            (4, 2, 2, 5),
            (5, 3, 1, 2),
            (6, 3, 2, 4),
        ),
        "DATABOOLEAN": ((1, 1, 3, 1), (2, 2, 3, 0), (3, 3, 3, 1)),
        "DATAINTEGER": ((1, 1, 4, -3), (2, 2, 4, 200), (3, 3, 4, 0)),
        "DATALONGTEXT": ((1, 1, 5, "so"), (2, 2, 5, ""), (3, 3, 5, 'so; "there"')),
        "ATTRIBUTEVARIABLES": ((1, 1, "Type"),),
        "ATTRIBUTEVALUES": ((1, 1, 1, ""), (2, 2, 1, "union"), (3, 3, 1, "")),
    }
    return DnaDatabase(tables | changes)


@st.composite
def databases(draw):
    """Databases that DNA could have written, with hostile labels."""
    coders = draw(st.integers(1, 3))
    tables = {name: () for name in SCHEMA}
    tables["SETTINGS"] = (("date", "2026-06-30"), ("version", "3.1.2"))
    tables["CODERS"] = tuple(coder(at, draw(LABELS) or "x") for at in range(1, coders + 1))
    pairs = [(a, b) for a in range(1, coders + 1) for b in range(1, coders + 1) if a != b]
    tables["CODERRELATIONS"] = tuple((at, *pair, 1, 0, 1, 0) for at, pair in enumerate(pairs, 1))
    texts = draw(st.lists(LABELS.map(lambda one: one + "\U0001f600 text"), min_size=1, max_size=3))
    tables["DOCUMENTS"] = tuple(
        (
            at,
            draw(LABELS),
            text,
            1,
            draw(LABELS),
            draw(LABELS),
            "",
            draw(LABELS),
            "",
            draw(st.integers(-(2**40), 2**40)),
        )
        for at, text in enumerate(texts, 1)
    )
    tables["STATEMENTTYPES"] = ((1, "DNA Statement", *draw(COLOURS)),)
    kinds = draw(st.permutations(["short text", "short text", "boolean", "integer", "long text"]))
    tables["VARIABLES"] = tuple((at, f"v{at}", kind, 1) for at, kind in enumerate(kinds, 1))
    tables["REGEXES"] = tuple(
        (label, *draw(COLOURS)) for label in sorted(draw(st.sets(LABELS, max_size=3)))
    )
    spans = draw(st.lists(st.integers(0, 4), max_size=5))
    tables["STATEMENTS"] = tuple(
        (at, 1, draw(st.integers(1, len(texts))), start, start + 2, draw(st.integers(1, coders)))
        for at, start in enumerate(spans, 1)
    )
    entities, of_variable = [], {}
    for variable, _, kind, _ in tables["VARIABLES"]:
        if kind != "short text":
            continue
        for label in ["", *sorted(draw(st.sets(LABELS.filter(bool), max_size=3)))]:
            parent = draw(st.sampled_from([None, *of_variable.get(variable, [])]))
            entities.append((len(entities) + 1, variable, label, *draw(COLOURS), parent))
            of_variable.setdefault(variable, []).append(len(entities))
    tables["ENTITIES"] = tuple(entities)
    values = {name: [] for name in DATA_TABLES.values()}
    for variable, _, kind, _ in tables["VARIABLES"]:
        for statement in range(1, len(spans) + 1):
            value = {
                "short text": st.sampled_from(of_variable.get(variable, [0])),
                "boolean": st.integers(0, 1),
                "integer": st.integers(-(2**62), 2**62),
                "long text": LABELS,
            }[kind]
            rows = values[DATA_TABLES[kind]]
            rows.append((len(rows) + 1, statement, variable, draw(value)))
    tables |= {name: tuple(rows) for name, rows in values.items()}
    return DnaDatabase(tables)
