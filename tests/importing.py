"""What importing does, tried in a process of its own."""

import os
import subprocess
import sys

_WATCHED = """
import os, sys

class Watch:
    def find_spec(self, name, path, target=None):
        if name == "numpy":
            print(os.environ.get("OPENBLAS_NUM_THREADS"))

sys.meta_path.insert(0, Watch())
{statement}
"""


def threads_chosen_when_numpy_is_imported(statement: str) -> list[str]:
    """What OPENBLAS_NUM_THREADS holds at the moment that a statement imports NumPy."""
    return printed_by(_WATCHED.format(statement=statement))


def modules_loaded_by(statement: str) -> set[str]:
    """The names of all modules that are there after a statement."""
    return set(printed_by(statement, "import sys", "print(*sys.modules)"))


def printed_by(*lines: str, **environment: str) -> list[str]:
    """The words that a script prints, in an environment that chose nothing but what is given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS")}
    script = "\n".join(lines)
    done = subprocess.run(
        [sys.executable, "-c", script], env=kept | environment, capture_output=True, text=True, check=True
    )
    return done.stdout.split()
