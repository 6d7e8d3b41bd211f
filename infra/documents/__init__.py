"""The documents that are written from the code, and so cannot say anything else than it does."""
