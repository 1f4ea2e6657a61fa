"""The only truth: documents, claims, entities and judgements in SQL (SQLite or PostgreSQL), written once, never overwritten."""
