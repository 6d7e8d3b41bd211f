"""What a case of each kind needs before its journey may be arranged."""
