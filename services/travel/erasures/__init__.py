"""Passengers that travel agents must forget, and who has not said so yet."""
