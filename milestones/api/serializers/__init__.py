"""The shapes of what the API answers, a file per kind of thing."""
