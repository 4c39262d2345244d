"""What an entry of the ledger holds, and what it never holds; receipts, and the keys that can be destroyed."""
