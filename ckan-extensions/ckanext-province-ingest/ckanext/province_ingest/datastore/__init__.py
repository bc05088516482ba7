"""Tables of the DataStore: what they should be, and the one transaction that makes them so."""
