"""Long runs that look for what must never be: `make soak` runs them through tests/benchmarks/test_scripts.py, or each by itself."""
