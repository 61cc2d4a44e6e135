"""The first tables and views."""

from __future__ import annotations

from alembic import op

from counterpoint.store.schema import metadata
from counterpoint.store.views import VIEWS

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    connection = op.get_bind()
    metadata.create_all(connection)
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        op.execute(
            "CREATE VIRTUAL TABLE document_text USING fts5(title, text, content='document', "
            "content_rowid='key', tokenize='unicode61 remove_diacritics 2')"
        )
    else:
        op.execute(
            "CREATE TABLE document_text (document_key BIGINT PRIMARY KEY REFERENCES document(key), "
            "words tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX document_text_words ON document_text USING gin (words)")
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
