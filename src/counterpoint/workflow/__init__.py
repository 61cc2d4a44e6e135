"""The use cases, one module each; here lanes meet, and only here."""
