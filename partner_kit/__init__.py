"""What a travel agent gets: the contract, an emulator, a conformance suite and a short guide."""
