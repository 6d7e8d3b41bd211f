"""The work itself: cleared, on the way, started, ended with two reports."""
