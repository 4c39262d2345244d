"""The report of a screening: one page of HTML that a council member can read, with nothing to load."""
