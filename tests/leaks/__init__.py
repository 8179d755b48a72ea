"""What is hidden, looked for on every surface there is."""
