"""The dated tables by which people are priced: tariffs, countries, and who gets no allowance."""
