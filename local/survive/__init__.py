"""What outlives the emulator: a journal of everything that is written, and how it is put back."""
