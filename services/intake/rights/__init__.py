"""What a person may demand: to see what is kept, and to have it corrected."""
