"""What a person asked for by right, and by which day the answer must be there."""
