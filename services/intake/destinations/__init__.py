"""Destinations: whether the airport lies in the country that the person goes to."""
