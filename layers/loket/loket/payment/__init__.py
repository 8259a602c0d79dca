"""Money in and back: it knows no enrollment, only what is paid for."""
