"""Pictures: SVG drawn on the server, each with a title, a description and a table twin on its page."""
