"""Runs the whole system on one machine, and nothing but it."""
