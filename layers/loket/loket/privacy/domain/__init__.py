"""Privacy requests: what people may ask about their data, when it must be answered, and who may decide what."""
