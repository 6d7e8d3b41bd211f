"""The dated lists that stand in the way of a departure, or of a booking."""
