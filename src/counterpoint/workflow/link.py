"""Link the speakers of a corpus to actors, with the decisions of people heeded."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoint import __version__
from counterpoint.store.corpus import Corpus
from counterpoint.types.judgement import Coder, CoderKind
from counterpoint.workflow.known import load_gazetteer

__all__ = ["LinkTotals", "link"]


@dataclass(frozen=True, slots=True)
class LinkTotals:
    """What a link run did."""

    run: int
    voices: int
    linked: int
    actors: int
    affiliations: int
    doubts: int

    @property
    def left_open(self) -> int:
        """Voices that no actor was found for."""
        return self.voices - self.linked


def link(corpus: Corpus, *, gazetteer: str = "") -> LinkTotals:
    """Give every speaker of every document an actor, or leave it open with a reason.

    The whole corpus at a time; the run takes the place of the one before, and what people merged,
    split or told apart holds on.

    Args:
        corpus: Which one.
        gazetteer: File of known actors over the built-in ones (CSV or JSON Lines).
    """
    from counterpoint.actors.link import link_voices

    known = load_gazetteer(gazetteer)
    voices = list(corpus.voices())
    linked = link_voices(voices, gazetteer=known, decisions=corpus.decisions())
    settings = {"version": __version__, "gazetteer": len(known.actors)}
    run = corpus.begin("link", Coder(f"linker {__version__}", CoderKind.MODEL), settings)
    corpus.keep_links(run, linked)
    totals = LinkTotals(
        run=run,
        voices=len(voices),
        linked=sum(one.actor_id is not None for one in linked.links),
        actors=len(linked.actors),
        affiliations=len(linked.affiliations),
        doubts=len(linked.doubts),
    )
    corpus.end(run, {"voices": totals.voices, "linked": totals.linked, "actors": totals.actors})
    return totals
