"""Activities of the IATI standard, version 2.03, in and out. No part of the standard is kept here."""
