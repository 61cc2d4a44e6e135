"""The large attribution bundle: weights and a card, which Counterpoint finds by this name."""
