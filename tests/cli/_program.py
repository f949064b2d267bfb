"""The program under test, as the tests of this folder call it."""

import os
import pathlib
import subprocess

PROGRAM = str(pathlib.Path(os.environ.get("ENTENTE", "build/entente")).resolve())
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", ".")).resolve()


def environment(models=SOURCE / "models"):
    """The environment of a call: the shipped models are found wherever the program lies."""
    return dict(os.environ, ENTENTE_MODELS=str(models))


def run(*arguments, cwd=None, stdout=subprocess.PIPE, models=SOURCE / "models"):
    """One call to its end; output as text. `models` is the folder of shipped models."""
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=cwd, env=environment(models),
                          text=True, errors="replace", stdout=stdout, stderr=subprocess.PIPE,
                          timeout=600, check=False)


def ended(*arguments, code=0):
    """One call that must end with `code`."""
    done = run(*arguments)
    assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done
