"""Where things are kept: DynamoDB items, every write conditional, several items one transaction."""
