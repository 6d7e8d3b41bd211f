"""What will break on a known day if nobody acts, and who is told before."""
