"""One journey of one party, and where it stands."""
