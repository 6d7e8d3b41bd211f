"""What was ordered from an agent, until it is ticketed or undone."""
