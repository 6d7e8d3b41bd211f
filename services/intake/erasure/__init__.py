"""Forgetting a person, here and everywhere, and who has not said so yet."""
