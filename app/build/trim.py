"""What the browser need not download: parts of the standard library, numpy and Pillow that no feature imports.

The lists come from tracing sys.modules through everything the page and its worker do, with room to spare for code to
come: whole subjects go, such as terminals, servers and processes. `trial.py` runs in the result before a build counts
as made, because what looks unused is not always so: zipfile wants the codec cp437, Pyodide's core
asyncio.unix_events, PyScript html, and numpy its own _multiarray_tests.
"""

import re

STDLIB = {
    "tools for developers": """bdb cProfile cgitb code compileall doctest modulefinder pdb pickletools profile pstats
        py_compile pyclbr pydoc runpy symtable tabnanny this timeit trace tracemalloc unittest zipapp antigravity
        __hello__ __phello__ sre_compile sre_constants sre_parse importlib/metadata importlib/simple""",
    "command lines and terminals": "argparse cmd curses getopt getpass gettext optparse pty rlcompleter tty",
    "servers, mail and other protocols": """cgi email ftplib http imaplib mailbox mailcap netrc nntplib nturl2path
        poplib smtplib socketserver telnetlib urllib/request urllib/response urllib/robotparser webbrowser wsgiref
        xdrlib xmlrpc _markupbase html/parser logging/config logging/handlers""",
    "processes and other systems": """asyncio/proactor_events asyncio/windows_events asyncio/windows_utils
        concurrent/futures/process multiprocessing sched crypt pipes""",
    "file formats": """aifc chunk colorsys configparser fileinput filecmp imghdr plistlib shelve sndhdr sunau tarfile
        tomllib uu wave xml zoneinfo""",
    "duplicates in Python of what is built in": """_pyio _pydatetime _py_abc _pylong _threading_local
        importlib/_bootstrap importlib/_bootstrap_external _sysconfigdata__emscripten_wasm32-emscripten""",
    "foreign functions, which numpy can do without": "ctypes",
    "others": "graphlib site-packages stringprep",
}
CODECS = """__init__ aliases ascii charmap cp1252 cp437 idna latin_1 punycode raw_unicode_escape undefined unicode_escape
    utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le utf_8 utf_8_sig"""
_STDLIB = {name for names in STDLIB.values() for name in names.split()}
_CODECS = set(CODECS.split())
# Pillow keeps the formats that the page offers to read, with what those need: TIFF for EXIF, MPO for JPEG.
_PACKAGES = re.compile(
    r"""(^|/)(tests?|testing|f2py|distutils|include|_pyinstaller|typing|doc|conftest\.py)(/|$)
    | \.(a|pyi|typed|h|c|pyx|pxd|in|build|txt|md|ini|toml|npz|pkl|csv|dat|f90)$
    | \.dist-info/
    | ^numpy/(char|rec|core|polynomial|ctypeslib|compat|matlib|ma|fft)(/|\.py$)
    | ^numpy/lib/recfunctions\.
    | ^numpy/_core/_(operand_flag_tests|rational_tests|struct_ufunc_tests|umath_tests|simd)\.
    | ^numpy/linalg/lapack_lite\.
    | ^PIL/(_imagingft|_imagingtk|_imagingcms|_tkinter_finder|ImageTk|ImageQt|ImageGrab|ImageShow|ImageWin|ImageCms)\b
    | ^PIL/(ImageFont|BdfFontFile|PcfFontFile|FontFile|PSDraw|PdfParser|__main__)\.
    | ^PIL/(?!(Bmp|Gif|Jpeg|Mpo|Png|Ppm|Tiff|WebP)ImagePlugin)\w+ImagePlugin\.""",
    re.VERBOSE,
)


def keeps_stdlib(name: str) -> bool:
    """Whether the browser gets the standard library's file `name`, such as "json/decoder.py"."""
    if not name.endswith(".py"):
        return False
    module = name.removesuffix(".py").removesuffix("/__init__")
    if module.startswith("encodings/"):
        return module.removeprefix("encodings/") in _CODECS
    parts = module.split("/")
    return not any("/".join(parts[:count]) in _STDLIB for count in range(1, len(parts) + 1))


def keeps_package(name: str) -> bool:
    """Whether the browser gets the file `name` of a wheel, such as "numpy/linalg/_linalg.py"."""
    return _PACKAGES.search(name) is None


def level(name: str) -> int:
    """The level of optimisation to compile `name` with: 2, as `python -OO`, wherever that works.

    numpy hands the docstrings of its module multiarray to C code that wants strings, and -OO would take them away.
    """
    return 0 if name == "numpy/_core/multiarray.py" else 2


def only_documents(name: str) -> bool:
    """Whether `name` is a module that does nothing but attach documentation to numpy's C functions."""
    return name in ("numpy/_core/_add_newdocs.py", "numpy/_core/_add_newdocs_scalars.py")
