"""What every service answers in the same way."""
