"""The letter without which nobody of a case departs, as far as travel was told of it."""
