"""Letters to the applicant, from one file of words per language; what was issued is kept."""
