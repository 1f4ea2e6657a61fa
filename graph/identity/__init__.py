"""Who is who: the folding of names, the registry of known ones, linking, and judgements that can be undone."""
