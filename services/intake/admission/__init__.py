"""Whether another country admits a person for good."""
