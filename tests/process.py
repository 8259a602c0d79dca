"""The processes of the machine, as far as a test must know what it has started."""

from pathlib import Path


def list_family(pid: int) -> list[int]:
    """Return a process and all processes that descend from it."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    children = " ".join((task / "children").read_text(encoding="ascii") for task in tasks)
    return [pid, *(one for child in children.split() for one in list_family(int(child)))]


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and was not waited for does not."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return status.rsplit(")", 1)[1].split()[0] != "Z"
