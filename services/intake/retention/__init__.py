"""How long a case that has ended is kept, and who decides what becomes of it then."""
