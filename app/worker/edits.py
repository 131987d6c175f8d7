"""The visitor's own versions of the code that trains: some functions and classes, replaced for a while.

What is edited is in force only while the network is trained that was begun with it: the digits on the page are read by the
code that was shipped, whatever becomes of this. So an edit acts from the next training on.
"""
import traceback
from contextlib import contextmanager
from types import CodeType, MappingProxyType

from app.core import functional, layers
from app.core.errors import DataError, InklingError
from trainer.learning import architecture, fit, optim

MODULES = {"trainer/learning/fit.py": fit, "trainer/learning/optim.py": optim, "app/core/layers.py": layers,
           "app/core/functional.py": functional}
# What the lesson shows of each. An edit defines at least one of these, and beside them whatever it needs.
EDITABLE = {"trainer/learning/fit.py": ("train_epoch", "train_batch"), "trainer/learning/optim.py": ("SGD", "Adam"),
            "app/core/layers.py": ("Dense", "ReLU", "Sigmoid", "Tanh"), "app/core/functional.py": ("cross_entropy",)}
IMPORTERS = (fit, optim, layers, architecture)  # of these names, which they go on knowing by the import
NONE = MappingProxyType({})
LONGEST = 200  # characters of an error's own words
# Code may call exit(), which is to end as an error does.
FAILURES = (Exception, SystemExit)


def changed(edits, file: str, text: str | None) -> MappingProxyType:
    """The edits with `file` as `text` has it, or as it was shipped for None. edits: {file: {name: what it is now}}.

    Raises DataError for a file that cannot be edited, and for text that is no Python, fails or defines none of the names.
    """
    if file not in MODULES:
        raise DataError(f"{file} is none of the files that can be edited here")
    others = {each: names for each, names in edits.items() if each != file}
    return MappingProxyType(others if text is None else {**others, file: defined(file, text)})


def defined(file: str, text: str) -> dict:
    """What `text` defines, run among the names of the module `file`, which afterwards are what they were."""
    try:
        code = compile(text, place_of(file), "exec")
    except SyntaxError as error:
        raise DataError(f"line {error.lineno}: {error.msg}") from None
    except (ValueError, RecursionError, MemoryError) as error:  # a null character; brackets nested too deeply
        raise DataError(f"line 1: {words_of(error)}") from None
    names = vars(MODULES[file])
    before = dict(names)
    try:
        exec(code, names)
        made = {name: value for name, value in names.items() if name not in before or before[name] is not value}
    except FAILURES as error:
        raise DataError(f"line {frames_of(error, [file])[0][1]}: {words_of(error)}") from None
    finally:
        restore(names, before)
    made.pop("__builtins__", None)
    if not set(made) & set(EDITABLE[file]):
        raise DataError(f"the code defines none of {', '.join(EDITABLE[file])}")
    return made


@contextmanager
def applied(edits):
    """While the block lasts, the edits are in force. An error that they may have caused is raised as a DataError that says
    where."""
    if not edits:
        yield
        return
    modules = {*MODULES.values(), *IMPORTERS}
    before = {module: dict(vars(module)) for module in modules}
    try:
        for file, made in edits.items():
            for name in set(made) & set(EDITABLE[file]):
                for importer in IMPORTERS:
                    if vars(importer).get(name) is before[MODULES[file]][name]:
                        vars(importer)[name] = made[name]
            vars(MODULES[file]).update(made)
        yield
    except InklingError:
        raise
    except FAILURES as error:
        raise DataError(sentence(error, edits)) from error
    finally:
        for module in modules:
            restore(vars(module), before[module])


def restore(names: dict, before: dict) -> None:
    for name in set(names) - set(before):
        del names[name]
    names.update(before)


def sentence(error: BaseException, edits) -> str:
    """Where an error came up and what it is; in edited code if it passed through any."""
    if frames := frames_of(error, edits):
        code, line = frames[-1]
        return f"in {code.co_qualname}, line {line}: {words_of(error)}"
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    code = frame.f_code
    return f"since the code was edited, {code.co_qualname} in {code.co_filename.rpartition('/')[2]} fails: {words_of(error)}"


def frames_of(error: BaseException, files) -> list[tuple[CodeType, int]]:
    """(code, line) of the edited files through which the error came, the outermost first."""
    places = [place_of(file) for file in files]
    return [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename in places]


def words_of(error: BaseException) -> str:
    said = str(error).partition("\n")[0][:LONGEST]
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def place_of(file: str) -> str:
    """What tracebacks call an edited file, so that it is told from the shipped one."""
    return f"<{file}>"
