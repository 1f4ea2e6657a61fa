"""Core pattern → text and parameters; Unsupported names the construct. One engine a file."""
