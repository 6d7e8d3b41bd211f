"""Scans of documents: what they are is found out from their bytes."""
