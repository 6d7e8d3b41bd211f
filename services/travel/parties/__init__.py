"""Who asks for a journey: an accepted case or an expert's assignment."""
