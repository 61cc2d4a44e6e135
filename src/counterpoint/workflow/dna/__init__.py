"""Computing what Discourse Network Analyzer computes, by its own settings."""
