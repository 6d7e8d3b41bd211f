"""What is due or about to break, over all cases and persons' requests."""
