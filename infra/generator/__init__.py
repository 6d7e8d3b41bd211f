"""Invents cases from a seed: the same number, the same people and changes of mind."""
