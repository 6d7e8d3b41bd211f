"""What was recorded of a person before it was corrected."""
