"""The cost of many cases: the same work with a thousand of them and with a million."""
