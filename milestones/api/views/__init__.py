"""The API's views, a file per kind of thing."""
