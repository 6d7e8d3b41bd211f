"""Flights that the airline moved after they were booked."""
