"""The neural parts: a small English pipeline, and our own names on top of it."""
