"""Statements and networks out: pages, pictures and files."""
