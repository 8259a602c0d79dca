"""All that is there because an emulator stands in for AWS, in one place to be deleted on the day that it is not needed."""
