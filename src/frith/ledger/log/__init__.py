"""Writing a log: one sequencer, many submitters, a publisher, the keys. Readers stand in frith.ledger.verify."""
