"""The report of a comparison of laws, and of the feature matrix: one page of HTML with nothing to load."""
