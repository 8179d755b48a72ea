"""The milestone page, part by part: proof and records go in, words and pictures for the template come out."""
