"""What a person plans to do with the reintegration budget."""
