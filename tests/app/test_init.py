"""What happens before anything else."""

import subprocess
import sys


def test_the_matrix_library_is_set_up_before_numpy_is_imported() -> None:
    program = "import app, os, sys; print('numpy' in sys.modules, 'OPENBLAS_NUM_THREADS' in os.environ)"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True"]
