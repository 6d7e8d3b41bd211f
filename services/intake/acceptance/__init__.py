"""The gate before a journey is arranged, and the way back."""
