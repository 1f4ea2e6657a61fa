"""From an article to claims: sources, language as data, reading, and the pipeline that writes to the record."""
