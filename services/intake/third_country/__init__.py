"""Resettlement to a third country: the permit that was seen, and the fees that are refunded."""
