"""Text that users write runs in a worker process with limits of time, rows and memory."""

from queries.guard.jobs import Found, Job, Limits
from queries.guard.pool import Pool

__all__ = ["Found", "Job", "Limits", "Pool"]
