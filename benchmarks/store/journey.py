"""The whole path of a corpus, as the page on corpora tells it, on some hundred real documents.

python benchmarks/store/journey.py ../shared/data/corpora

White House texts, speeches of the UN General Debate and Wikinews reports are mixed; of each step
the command, its CPU and wall seconds (its start included) and its most memory are printed. Ends
with an error where a step fails or leaves something else than it says.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from run import counterpoint, measured

_PARTS = ("wikinews-gum", "whitehouse", "ungd")
_CORPUS = "news.counterpoint"
_CODER = ("--coder", "Ana")


@dataclass(slots=True)
class Journey:
    """Commands that ran, with what they cost."""

    folder: Path
    commands: int = 0
    cpu: float = 0.0
    most: float = 0.0
    printed: list[str] = field(default_factory=list)

    def run(self, *arguments: str) -> str:
        """Run a command in the folder; gives what it printed."""
        out, err = self.folder / "stdout", self.folder / "stderr"
        with out.open("wb") as data, err.open("wb") as said:
            options = {"stdout": data, "stderr": said, "cwd": str(self.folder)}
            try:
                wall, cpu, peak = measured(counterpoint(*arguments), **options)
            except SystemExit:
                sys.stderr.write(err.read_text("utf-8"))
                raise
        self.commands += 1
        self.cpu += cpu
        self.most = max(self.most, peak)
        shown = " ".join(f'"{one}"' if " " in one else one for one in arguments)
        print(f"{cpu:8.1f} CPU s {wall:8.1f} s {peak:6.0f} MB  {shown}", flush=True)
        for line in err.read_text("utf-8").splitlines():
            if line.startswith(("Added", "Done", "Linked", "Wrote", "Undone", "Redone")):
                print(f"{'':33}{line}", flush=True)
        return out.read_text("utf-8")

    def rows(self, *arguments: str) -> list[dict[str, Any]]:
        """The lines of a command that prints JSON Lines."""
        return [json.loads(line) for line in self.run(*arguments, "--jsonl").splitlines()]


def chosen(corpora: Path, part: str, count: int, longest: int) -> Iterator[dict[str, Any]]:
    """Documents of one collection, spread over it; those that are too long are passed over."""
    path = corpora / part / "docs.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    fitting = [row for row in rows if len(row["text"].split()) <= longest]
    step = max(1, len(fitting) // count)
    yield from fitting[::step][:count]


def lay_out(corpora: Path, folder: Path, documents: int, longest: int) -> tuple[int, int]:
    """Write the inputs; gives how many documents and words there are."""
    count = words = 0
    left = documents
    for at, part in enumerate(_PARTS):
        wanted = left // (len(_PARTS) - at)
        rows = list(chosen(corpora, part, wanted, longest))
        with (folder / f"{part}.jsonl").open("w", encoding="utf-8") as out:
            for row in rows:
                kept = ("id", "url", "publisher", "date", "title", "speaker", "post", "text")
                out.write(json.dumps({key: row[key] for key in kept if key in row}) + "\n")
        count += len(rows)
        words += sum(len(row["text"].split()) for row in rows)
        left -= len(rows)
    return count, words


def correct(journey: Journey) -> None:
    """Three links corrected by hand, and the last of them undone."""
    pairs = journey.rows("actors", _CORPUS, "--review")
    actors = journey.rows("actors", _CORPUS, "--type", "person", "--limit", "50")
    many = next(one for one in actors if one["documents"] > 1)
    spoken = journey.rows("statements", _CORPUS, "--actor", many["id"])
    reason = ("--reason", "corrected by hand")
    leaves = spoken[-1]["document_id"]
    journey.run("split", _CORPUS, many["id"], "--document", leaves, "--called",
                f"{many['name']} (the other)", *_CODER, *reason)  # fmt: skip
    one, other = _two(pairs, actors, many)
    journey.run("merge", _CORPUS, one, other, *_CODER, *reason)
    third = [row["id"] for row in actors if row["id"] not in (one, other, many["id"])]
    journey.run("distinct", _CORPUS, third[0], third[1], *_CODER, *reason)
    journey.run("actor", _CORPUS, many["id"])
    before = journey.rows("history", _CORPUS)
    journey.run("undo", _CORPUS)
    after = journey.rows("history", _CORPUS)
    expect(len(before) == 3, f"{len(before)} acts in the history, not 3")
    expect(sum(bool(row["retracted"]) for row in after) == 1, "nothing was undone")
    left = journey.rows("statements", _CORPUS, "--actor", many["id"])
    expect(0 < len(left) < len(spoken), "the split moved nothing")


def _two(
    pairs: Sequence[dict[str, Any]], actors: Sequence[dict[str, Any]], but: dict[str, Any]
) -> tuple[str, str]:
    """Two actors to merge: the first doubtful pair, else the two that say least."""
    for pair in pairs:
        ends = (str(pair["actor_id"]), str(pair["other_id"]))
        if but["id"] not in ends:
            return ends
    return str(actors[-1]["id"]), str(actors[-2]["id"])


def expect(holds: bool, otherwise: str) -> None:
    """End with a sentence where something is not so."""
    if not holds:
        raise SystemExit(f"The journey went wrong: {otherwise}")


def travel(journey: Journey) -> None:
    """The commands, in the order of the page."""
    run = journey.run
    run("add", _CORPUS, "wikinews-gum.jsonl", "whitehouse.jsonl")
    run("add", _CORPUS, "ungd.jsonl", "--date-format", "%Y")
    run("analyse", _CORPUS)
    run("link", _CORPUS)
    statements = journey.rows("statements", _CORPUS)
    run("search", _CORPUS, "climate OR security")
    correct(journey)
    run("network", _CORPUS, "--level", "country")
    run("network", _CORPUS, "--level", "country", "--time-unit", "years", "-o", "by-year.graphml")
    run("export", _CORPUS, "out", "--format", "gexf", "--level", "country")
    run("export", _CORPUS, "out", "--format", "dna", "--password", "journey")
    run("export", _CORPUS, "out", "--format", "jsonl", "--format", "csv")
    told = run("status", _CORPUS, "--check")
    expect("The corpus is whole." in told, told)
    check(journey.folder, len(statements))


def check(folder: Path, statements: int) -> None:
    """Whether Gephi's and DNA's files open, and whether the tables are complete."""
    import networkx

    from counterpoint.readers.dna import read_dna

    years = sorted(folder.glob("by-year*.graphml"))
    graph = networkx.read_gexf(folder / "out" / "network.gexf")
    coded = read_dna(str(folder / "out" / "corpus.dna"), "")
    with (folder / "out" / "statements.jsonl").open("rb") as lines:
        written = sum(1 for _ in lines)
    expect(written == statements, f"{written:,} statements written of {statements:,}")
    expect(len(coded) > 0 and graph.number_of_edges() > 0 and bool(years), "an export is empty")
    print(
        f"{statements:,} statements; by country {graph.number_of_nodes():,} nodes and "
        f"{graph.number_of_edges():,} ties, {len(years)} files by year; "
        f"{len(coded):,} rows for DNA"
    )


def main() -> None:
    """Lay the documents out, go, and say what it took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--documents", type=int, default=500)
    parser.add_argument("--longest", type=int, default=2000, help="words of a document")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count, words = lay_out(
            arguments.corpora.resolve(), folder, arguments.documents, arguments.longest
        )
        print(f"{count:,} documents, {words:,} words")
        began = time.perf_counter()
        journey = Journey(folder)
        travel(journey)
        print(
            f"{journey.commands} commands, {journey.cpu:.0f} CPU s, "
            f"{time.perf_counter() - began:.0f} s, at most {journey.most:.0f} MB"
        )


if __name__ == "__main__":
    main()
