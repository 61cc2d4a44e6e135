"""Training of the trees that tell an article from the page around it."""
