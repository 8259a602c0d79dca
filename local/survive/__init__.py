"""What outlives the emulator: a journal of items, mails and the generated secret, and how items are put back."""
