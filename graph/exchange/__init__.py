"""Out of the record and into it again: JSONL without loss, RDF for others."""
