"""Who travels: known by number in the clear, by name only under a key of their own."""
