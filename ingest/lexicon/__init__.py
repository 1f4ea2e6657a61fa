"""Language as data: frames (one file a relation) and word lists, with loaders that refuse what they don't know."""
