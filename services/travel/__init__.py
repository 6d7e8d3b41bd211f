"""Travel: journeys of the people whose cases were accepted, from the first quote to the arrival."""
