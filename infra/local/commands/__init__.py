"""What an operator can ask for, one file per subject."""
