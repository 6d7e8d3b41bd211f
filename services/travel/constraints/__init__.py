"""What a movement asks of an offer, by the rules of the day."""
