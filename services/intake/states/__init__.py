"""The states of a case, and what each waits for."""
