"""From a question to rows with evidence: patterns, their compilers to each engine, and the sentences behind each row."""
