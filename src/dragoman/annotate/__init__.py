"""What is read off one article before events: syntax, times, places, entities, claims. Each module is usable alone."""
