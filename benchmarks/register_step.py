"""One step of register_size that no command of dpia does alone: entries in a register, each a transaction of its own.

Usage: python -m benchmarks.register_step add REGISTER.db
"""

import sys
from dataclasses import fields, replace

from dpia.register import open_register
from dpia.register.store import NewVersion

ENTRIES = 20


def add(place: str) -> None:
    """Add finals to as many processings as there are, each from the record of the first one."""
    with open_register(place) as store:
        stored = store.find(1)
        if stored is None:
            raise SystemExit("an empty register")
        record = NewVersion(**{one.name: getattr(stored, one.name) for one in fields(NewVersion)})
        begun = store.last_recorded()
        for turn in range(ENTRIES):
            key = replace(record.key, name=f"{record.key.name} +{begun + turn}")
            sha256 = f"{begun + turn:064x}"
            store.add(
                replace(record, key=key, source=f"+{begun + turn}", input_sha256=sha256, files={})
            )


if __name__ == "__main__":
    add(sys.argv[2])
