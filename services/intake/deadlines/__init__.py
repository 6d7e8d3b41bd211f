"""What everything that waits has in common: for what, for whom, and until when."""
