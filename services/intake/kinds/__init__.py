"""The kinds of case, each with a machine of its own over the shared parts."""
