"""The services of Homeward; each stands alone and talks to the others over the bus."""
