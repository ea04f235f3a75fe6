"""How an event is found: candidates from syntax, type and mode, status, date and place, merge inside the article."""
