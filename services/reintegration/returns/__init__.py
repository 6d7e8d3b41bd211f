"""The return as reintegration hears of it, and what each fact sets in motion."""
