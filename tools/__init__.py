"""What is done to the project, none of which ships: documents, packaging, benchmarks, and the operators' command."""
