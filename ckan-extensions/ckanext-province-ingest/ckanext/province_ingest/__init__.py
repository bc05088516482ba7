"""Contract-typed, atomic loads of tabular files into CKAN's DataStore, over DataPusher+."""
