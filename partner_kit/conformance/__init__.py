"""Plays Homeward against an agent's program, and says which promises the program keeps."""
