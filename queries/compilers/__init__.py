"""Core pattern → text and parameters, one engine a file; Unsupported names what an engine can't express."""
