"""What an agent issues: a ticket for each who flies, and the price that they make up."""
