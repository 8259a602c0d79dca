"""Put a reviewed course catalogue into its table."""

from pathlib import Path

from loket.enrollment.domain.catalogue import Catalogue, check_catalogue
from loket.enrollment.store.catalogue import store_catalogue


def load_courses(file: Path) -> str:
    """Check a reviewed catalogue, write it to CourseTable, and return what was done in one line."""
    catalogue = Catalogue.model_validate_json(file.read_bytes())
    check_catalogue(catalogue)
    store_catalogue(catalogue)
    return f"{len(catalogue.courses)} courses of version {catalogue.version} loaded"
