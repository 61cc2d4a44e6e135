"""The command line: parse the wish, call the workflow, show the result."""
