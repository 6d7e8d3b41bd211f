"""What the agents send us, read once, answered once, kept when it makes no sense."""
