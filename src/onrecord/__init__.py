"""On Record reads news reports and keeps the record: what happened, who did what to whom, and who says so."""

__version__ = "0.1.0"
