"""A very long article is read with the models, in time and memory that do not run away.

Marked as a test of quality since it takes minutes of a processor, not since it needs gold data.
"""

import json
import random
import subprocess
import sys

import pytest

pytestmark = pytest.mark.quality

WORDS = 50_000
PEOPLE = (
    "Ann Lee,Omar Reed,Ida Berg,Tom Fox,Rosa Marsh,Peter Okafor,Lena Vogt,Hugo Silva,Mary-Jo Tran,"
    "Karl Stône"
).split(",")
BODIES = (
    "Harbour Board,City Council,Farmers’ Union,Ministry of Transport,Coast Guard,Dockers’ League"
).split(",")
PLACES = "Kenya,Norway,Chile,Ghana".split(",")
THINGS = (
    "night flights,the new toll,the second canal,cuts to the ferry service,fishing quotas"
).split(",")
FORMS = (
    "{title} {a} attacked the {o} on {day}. “The {o} has lied to every sailor about {x},” {last} "
    "said. “We will not pay {n} million for it.”",
    "“{X} must be stopped,” said {a}, who leads the {o}. {he} told the {p} that {n} families had "
    "left {c} since the spring, {m} of them with nowhere to go.",
    "The {o} welcomed {x}, according to {b}. But {a} warned that {c} would never accept it, and "
    "called the plan “a gift to the {p}”.",
    "Rain fell on the {spot} for {n} minutes, and the ferries to {c} left late. Nobody was hurt.",
    "{a} and {b} met in {c} to talk about {x}. They praised the {o}, which had promised {n} new "
    "jobs, but did not agree on who should pay the other {m}.",
    "Asked whether {x} would cost more than {n} million, {a} replied: “That is what the {p} wants "
    "you to believe. {b} knows better.”",
    "{when}, the {o} denied that it had asked {c} for help with {x}, as {b} had claimed on page "
    "{n} of a report that {m} people signed.",
    "{A}: I never said that {x} would help {c}.\n{B}: You did, {title} {last}, and the {o} heard "
    "it {n} times.",
    "- {n} boats, said the {o}\n- {m} crews ({c})\n- {x}: “no comment”",
)


def paragraph(draw):
    """One made from a form, with names, numbers and matters that are drawn."""
    (a, b), (o, p) = draw.sample(PEOPLE, 2), draw.sample(BODIES, 2)
    thing = draw.choice(THINGS)
    return draw.choice(FORMS).format(
        **{"a": a, "b": b, "A": a.upper(), "B": b.upper(), "last": a.split()[1], "o": o, "p": p},
        **{"x": thing, "X": thing.capitalize(), "c": draw.choice(PLACES)},
        n=draw.randint(2, 900),
        m=draw.randint(2, 9000),
        title=draw.choice(("Mayor", "Senator", "Minister", "Professor")),
        day=draw.choice(("Monday", "Tuesday", "Friday")),
        he=draw.choice(("He", "She")),
        spot=draw.choice(("harbour", "valley", "old town", "market")),
        when=draw.choice(("Earlier", "Later", "In a statement")),
    )


def article(words, seed=7):
    """Paragraphs until there are so many words; every fiftieth is ten of them without a break."""
    draw = random.Random(seed)
    parts, count = [], 0
    while count < words:
        size = 10 if len(parts) % 50 == 49 else 1
        parts.append(" ".join(paragraph(draw) for _ in range(size)))
        count += len(parts[-1].split())
    return "\n\n".join(parts)


RUN = (
    "import json, pathlib, sys, time\n"
    "from counterpoint.cli.main import main\n"
    "try:\n"
    "    main(sys.argv[1:])\n"
    "finally:\n"
    "    told = pathlib.Path('/proc/self/status').read_text().split('VmHWM:')[1]\n"
    "    used = int(told.split()[0]) / 1024\n"  # what getrusage tells begins with the parent's
    "    print(json.dumps([time.process_time(), used]), file=sys.stderr)\n"
)


def run(*arguments):
    """Output, seconds of the processor and megabytes of a command in a process of its own."""
    command = [sys.executable, "-c", RUN, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    seconds, megabytes = json.loads(done.stderr.splitlines()[-1])
    return done.stdout, seconds, megabytes


@pytest.fixture(scope="module")
def text():
    found = article(WORDS)
    assert len(found.split()) >= WORDS
    assert len(set(found.split("\n\n"))) > 1000  # not one sentence again and again
    return found


def test_the_sides_in_fifty_thousand_words(tmp_path, text):
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "x", "text": text}) + "\n", encoding="utf-8")

    _, seconds, megabytes = run("edges", source, target)

    (found,) = (json.loads(line) for line in target.read_text(encoding="utf-8").splitlines())
    ends = [end for edge in found["edges"] for _, end in edge["content"]]
    assert seconds < 500  # of the processor; 90 on an idle machine, 200 without AVX512
    assert megabytes < 800
    assert len(found["edges"]) > 1500
    assert sum(bool(edge["statement_id"]) for edge in found["edges"]) > 300
    assert max(ends) > 0.99 * len(text)
    assert {edge["source"] for edge in found["edges"]} > set(PEOPLE)
