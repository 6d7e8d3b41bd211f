"""How a journey is undone before boarding, with everything put back."""
