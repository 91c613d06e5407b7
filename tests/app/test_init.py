"""What happens before anything else."""

from tests.importing import threads_chosen_when_numpy_is_imported


def test_the_matrix_library_is_set_up_before_numpy_is_imported() -> None:
    assert threads_chosen_when_numpy_is_imported("import app") == ["1"]
