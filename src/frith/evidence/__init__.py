"""What a log shows: files staged, texts read, names resolved, rows classified. Nothing is decided here."""
