"""Statements in, networks out, and what can be measured of them."""
