"""What the other services opened for a case, as intake knows it."""
