"""How the facts of the other services move a case."""
