"""The whole system on one machine: nothing in this package is ever deployed."""
