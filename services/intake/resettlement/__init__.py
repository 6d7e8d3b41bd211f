"""Resettlement to the Netherlands: nomination, selection within the quota, and the way here."""
