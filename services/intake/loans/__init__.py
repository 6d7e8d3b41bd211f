"""Travel loans: the promissory notes, and how they are paid back."""
