"""What figures were measured on: enough to compare them, nothing that says whose machine it is."""

import os
import platform
import re
from pathlib import Path


def machine() -> dict[str, str]:
    """Processor, cores, memory, system, Python and how busy it was, as words."""
    return {
        "processor": processor(),
        "cores": str(os.cpu_count()),
        "memory": memory(),
        "system": system(),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "load before": busy(),
    }


def processor() -> str:
    """The name of the processor, as the system gives it."""
    try:
        found = re.search(
            r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE
        )
    except OSError:
        found = None
    return found[1] if found else platform.processor() or platform.machine()


def memory() -> str:
    """How much memory there is."""
    try:
        size = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return "unknown"
    return f"{size / 1e9:.0f} GB"


def system() -> str:
    """The operating system in words."""
    try:
        return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.system()} {platform.release()}"
    except OSError:
        return platform.platform()


def busy() -> str:
    """How many programs wanted to run in the last minute; what is over the number of cores slows the figures."""
    try:
        return f"{os.getloadavg()[0]:.1f}"
    except (AttributeError, OSError):
        return "unknown"
