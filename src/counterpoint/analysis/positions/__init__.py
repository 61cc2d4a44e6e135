"""Positions: for and against whom and what, as a text shows them.

In: a sentence or a statement and what is asked about it (an actor, two actors, a concept). Out: a
label with probabilities. What is read is the sentence, never the actor: the same words give the
same answer whoever is named in them.
"""
