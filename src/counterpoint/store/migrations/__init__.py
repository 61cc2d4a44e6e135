"""Migrations of the corpus; forward only."""
