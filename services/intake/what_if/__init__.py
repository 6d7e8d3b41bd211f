"""What a changed rule would have meant for the cases of the last year. Nothing is touched."""
