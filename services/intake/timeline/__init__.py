"""What happened in a case, in order, in sentences."""
