"""Victims of trafficking: what they want, the time they have to reflect, who may know."""
