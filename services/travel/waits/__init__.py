"""The states of a movement and of a booking, and what each of them waits for."""
