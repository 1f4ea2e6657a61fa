"""What is known: documents, claims, entities and statements, the record that keeps them and the views on it.

Reads no language and knows no HTTP.
"""
