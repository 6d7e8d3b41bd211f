"""What the authorities are asked and answer, and what they were told."""
