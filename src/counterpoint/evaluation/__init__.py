"""Scores against gold, agreement between coders, and floors that must hold."""
