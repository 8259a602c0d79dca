"""What stands between people, functions and the emulator: counts requests, and lets them fail when a test asks for it."""
