"""What whoever runs Loket does by command, against tables on AWS or on this machine."""
