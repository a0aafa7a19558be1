"""Rules: what an ontology says, compiled to Datalog."""
