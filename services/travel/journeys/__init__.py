"""The journey that was chosen for a party: whose offer, which times, at what price."""
