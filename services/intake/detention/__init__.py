"""Departure from immigration detention."""
