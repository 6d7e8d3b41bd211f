"""Bytes that are kept sealed under a person's key: issued letters, and copies of documents."""
