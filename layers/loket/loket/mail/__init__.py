"""Mail: what people are told, composed from the item it is about and sent through SES."""
