"""What a traveller needs: as it is recorded, and as it changes by itself."""
