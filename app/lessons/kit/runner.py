"""Runs a lesson's edited code in a worker of its own, which the page can end at any time: code may go round for ever.

The page begins with `begin`, and then asks for pictures or for an expression's value. All is text of JSON; an error in the code
comes back as {"error": a sentence}.
"""
import io
import json
import sys

from app.lessons.kit.materials import from_text

printed = []  # what the code has printed since the last reply
names = {}  # the lesson's module: its own globals
materials = {}


def begin(request):
    """request: {"file", "text": of the lesson's module; "edits": [[file, text], ...] that take the place of what is there;
    "materials": {name: text}}. Returns {} or {"error"}."""
    request = json.loads(request)
    try:
        names.clear()
        names.update(__name__=module_of(request["file"]), print=note)
        run(request["text"], names)
        for file, text in request["edits"]:
            edit(file, text, own=file == request["file"])
        for name in request["materials"]:
            materials[name] = from_text(request["materials"][name])
    except Exception as error:
        return refused(error)
    return reply({})


def edit(file, text, *, own):
    """Execute the text where the functions in it came from; the lesson has the new ones under the names of the old."""
    if own:
        run(text, names)
        return
    module = sys.modules[module_of(file)]
    namespace = module.__dict__
    before = dict(namespace)
    namespace["print"] = note
    run(text, namespace)
    for name in before:
        for own_name in list(names):
            if names[own_name] is before[name] and namespace[name] is not before[name]:
                names[own_name] = namespace[name]


def pictures(request):
    """request: the state. Returns {"pictures": {id: HTML}, "printed"}."""
    try:
        made = names["pictures"](json.loads(request), materials)
        if not isinstance(made, dict):
            for result in made:
                made = result
        return reply({"pictures": made})
    except Exception as error:
        return refused(error)


def evaluate(request):
    """request: {"expression"}. Returns {"value": as Python writes it, "printed"}."""
    try:
        return reply({"value": repr(eval(json.loads(request)["expression"], names))})
    except Exception as error:
        return refused(error)


def run(text, namespace):
    exec(compile(text, EDITED, "exec"), namespace)


EDITED = "<edited>"
__export__ = ["begin", "pictures", "evaluate"]


def module_of(file):
    return file.removesuffix(".py").replace("/", ".") if hasattr(file, "removesuffix") else file[:-3].replace("/", ".")


def note(*values, sep=" ", end="\n"):
    """Stands for `print`: what is printed goes to the page."""
    if len(printed) < 1000:
        printed.append(sep.join([str(value) for value in values]) + end)


def reply(result):
    result["printed"] = "".join(printed)
    printed.clear()
    return json.dumps(result)


def refused(error):
    """What went wrong, in one sentence, with the line of the code that was being run."""
    trace = io.StringIO()
    if hasattr(sys, "print_exception"):
        sys.print_exception(error, trace)
    else:
        import traceback
        traceback.print_exception(error, file=trace)
    place = ""
    for line in trace.getvalue().split("\n"):
        parts = line.strip().split(", ")
        if len(parts) > 1 and parts[0] == f'File "{EDITED}"':
            place = ", " + parts[1] + (f", {parts[2]}" if len(parts) > 2 else "")
    return reply({"error": f"{type(error).__name__}{place}: {error}."})
