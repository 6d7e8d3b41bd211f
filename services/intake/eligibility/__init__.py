"""Whether we may help: one reason per rule."""
