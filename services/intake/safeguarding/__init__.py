"""What protects a child or a patient on the way."""
