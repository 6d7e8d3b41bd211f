"""People who ask for help: one case for a person or a family, from the first talk to the end."""
