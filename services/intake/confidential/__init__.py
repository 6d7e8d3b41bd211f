"""What is kept apart from the case, because most who work on the case need not know it."""
