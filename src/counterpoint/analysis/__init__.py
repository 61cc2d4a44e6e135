"""Steps over one document, none of which remembers another."""
