"""Rules: an ontology compiled to Datalog, with proofs in mind."""
