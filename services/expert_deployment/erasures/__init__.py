"""Forgetting an expert, here and at travel, and who has not said so yet."""
