"""Who travels with those who may not travel alone."""
