"""The pillar page, part by part: verdicts and names go in, words and pictures for the template come out."""
