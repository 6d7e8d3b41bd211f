"""The front door: requests a second through ours and through a stock nameko HTTP gateway."""
