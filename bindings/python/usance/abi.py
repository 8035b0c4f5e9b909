"""Every function of usance.h by its name, with its own units.

Arguments are named. Days are dates, choices their names, structs dicts, amounts
whole minor units and rates fractions times 10^12, all as in the description:

>>> from usance import abi
>>> abi.money_round_to(minor=1003, increment=5, rounding="half up")
1005

A column of days is int32 since 1970-01-01, of amounts and rates int64. What
has that layout, as a numpy array, is not copied; lists and datetime64 columns
are. Results are numpy arrays where numpy is there, array.array elsewhere.

A failed row raises Error, unless errors="keep" is given: its reason is then in
`status`, below 0.
"""
import array
import collections
import collections.abc
import ctypes
import datetime
import functools
import inspect
import operator
import os
import pathlib

from . import _low

_CTYPES = {"int64": ctypes.c_int64, "minor": ctypes.c_int64,
           "rate_e12": ctypes.c_int64, "share_e12": ctypes.c_int64,
           "size": ctypes.c_size_t, "uint32": ctypes.c_uint32}
_NULLS = {"day": _low.NULL_DAY, "choice": 0, "minor": _low.NULL_INT64,
          "rate_e12": _low.NULL_INT64, "share_e12": _low.NULL_INT64}
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_GUESS = 512  # rows or bytes that most lists and texts fit in


class Error(ValueError):
    """What is wrong with an input: the class `code`, the `reason`, the JSON
    pointer `field`, of columns the `row`, and the `message`."""

    def __init__(self, code, reason, field, message, row=None):
        super().__init__(code, reason, field, message, row)
        self.code, self.reason, self.field = code, reason, field
        self.message, self.row = message, row

    def __str__(self):
        where = self.field if self.row is None else \
            f"{self.field} of row {self.row}"
        return f"{self.reason} {where}: {self.message}"


class Handle:
    """A calendar, rates, terms or policy: immutable, for any thread."""

    __slots__ = ("kind", "_pointer", "_destroy")

    def __init__(self, kind, pointer):
        self.kind, self._pointer = kind, pointer
        self._destroy = getattr(_library, f"usance_{kind}_destroy")

    def __del__(self):
        self._destroy(self._pointer)


@functools.cache
def numpy():
    """numpy, or None where it is not installed."""
    try:
        import numpy as module
    except ImportError:
        return None
    return module


# --- The library -------------------------------------------------------------

def _ctype(item):
    return _CTYPES.get(item.word, ctypes.c_int32)


def _width(item):
    """The type of a column: i has 4 bytes, q has 8."""
    return "q" if _ctype(item) is ctypes.c_int64 else "i"


def _structure(name):
    return type(name, (ctypes.Structure,), {"_fields_": [
        (f.name, ctypes.c_char * int(f.noun) if f.word == "chars"
         else _ctype(f)) for f in _low.STRUCTS[name]]})


_STRUCTS = {name: _structure(name) for name in _low.STRUCTS}
_FIELDS = {name: {f.name: f for f in fields if f.name != "struct_size"}
           for name, fields in _low.STRUCTS.items()}
_TUPLES = {name: collections.namedtuple(
    "".join(map(str.capitalize, name.split("_"))),
    [f for f in fields if f != "reserved"])
           for name, fields in _FIELDS.items()}


def _load():
    bundled = pathlib.Path(__file__).with_name("libusance.so")
    path = (str(bundled) if bundled.exists()
            else os.environ.get("USANCE_LIBRARY") or "libusance.so.0")
    try:
        library = ctypes.CDLL(path)
        for handle in _low.HANDLES:
            destroy = getattr(library, f"usance_{handle}_destroy")
            destroy.argtypes, destroy.restype = (ctypes.c_void_p,), None
        for name in _STRUCTS:
            if name != "error":
                getattr(library, f"usance_{name}_init").argtypes = (
                    ctypes.c_void_p, ctypes.c_uint32)
        for name, described in _low.FUNCTIONS.items():
            function = getattr(library, f"usance_{name}")
            function.argtypes = [_argument_type(i) for i in described.items]
            if described.returns == "text":
                function.restype = ctypes.c_char_p
            else:
                function.argtypes += (ctypes.c_void_p,)
    except (OSError, AttributeError) as wrong:
        raise ImportError(
            f"{path} is no libusance of this release ({wrong}); "
            "USANCE_LIBRARY may name one", path=path) from wrong
    return library


def _argument_type(item):
    if item.word in ("text", "bytes"):
        return ctypes.c_char_p
    if item.out or item.shape or item.word in ("struct", "handle", "chars"):
        return ctypes.c_void_p
    return _ctype(item)


# --- Values in ---------------------------------------------------------------

def _wrong_type(item, wanted, value):
    return TypeError(f"{item.name} must be {wanted}, not "
                     f"{type(value).__name__}")


def _text(item, value):
    if not isinstance(value, str):
        raise _wrong_type(item, "text", value)
    try:
        encoded = value.encode()
    except UnicodeEncodeError as wrong:
        raise Error("INVALID_ARGUMENT", "MALFORMED", f"/{item.name}",
                    f"no UTF-8: {wrong.reason}") from None
    if b"\0" in encoded:
        raise Error("INVALID_ARGUMENT", "MALFORMED", f"/{item.name}",
                    "the text has a NUL in it")
    return encoded


def _integer(item, value):
    try:
        number = operator.index(value)
    except TypeError:
        raise _wrong_type(item, "an int", value) from None
    bits = 8 * ctypes.sizeof(_ctype(item))
    low, high = ((0, 2**bits - 1) if item.word in ("size", "uint32")
                 else (-2**(bits - 1), 2**(bits - 1) - 1))
    if not low <= number <= high:
        raise Error("OUT_OF_RANGE", "OVERFLOW", f"/{item.name}",
                    f"not from {low} to {high}")
    return number


def _day(item, value):
    if isinstance(value, datetime.date):
        if isinstance(value, datetime.datetime):
            raise _wrong_type(item, "a date", value)
        return value.toordinal() - _EPOCH
    if isinstance(value, str):
        try:
            return date_parse(text=value).toordinal() - _EPOCH
        except Error as error:
            error.field = f"/{item.name}"
            raise
    try:
        return _integer(item, value)
    except TypeError:
        raise _wrong_type(item, "a date", value) from None


def _choice(item, value):
    if not isinstance(value, str):
        raise _wrong_type(item, "the name of a choice", value)
    number = _low.CHOICES[item.noun].get(value)
    if number is not None:
        return number
    try:
        return choice_find(group=item.noun, name=value)
    except Error as error:
        error.field = f"/{item.name}"
        raise


def _value(item, value):
    """A Python value as what ctypes takes for one C value."""
    if value is None and item.word in _NULLS:
        return _NULLS[item.word]
    if item.word == "day":
        return _day(item, value)
    if item.word == "choice":
        return _choice(item, value)
    if item.word in ("text", "bytes"):
        return None if value is None else _text(item, value)
    if item.word == "chars":
        return _text(item, value)[:int(item.noun)]
    return _integer(item, value)


def _struct(item, given):
    structure, fields = _new(item.noun), _FIELDS[item.noun]
    for name, value in given.items():
        if name not in fields:
            raise TypeError(f"{item.name} has no {name}")
        if value is not None:
            setattr(structure, name, _value(fields[name], value))
    return structure


def _new(noun):
    structure = _STRUCTS[noun]()
    getattr(_library, f"usance_{noun}_init")(
        ctypes.byref(structure), ctypes.sizeof(structure))
    return structure


def _pointer(item, value):
    pointer = value if isinstance(value, Handle) else \
        getattr(value, "_handle", None)
    if pointer is None or pointer.kind != item.noun:
        raise _wrong_type(item, f"a {item.noun}", value)
    return pointer


def _column(item, value):
    """(address, rows, owner): copies only what has another layout."""
    if hasattr(value, "__array__") and numpy():
        values = numpy().asarray(value)
        if values.ndim == 1 and values.dtype.kind != "O":
            return _array_column(item, values)
        value = values.tolist()
    code = _width(item)
    if not isinstance(value, array.array) or value.typecode != code:
        value = _copied_column(item, code, value)
    return _address(value), len(value), value


def _array_column(item, values):
    np, wanted = numpy(), f"int{32 if _width(item) == 'i' else 64}"
    if item.word == "day" and values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        if not ((days == values) | np.isnat(values)).all():
            raise _wrong_type(item, "whole days", values)
        # Not a day becomes the null day, what is too far stays too far.
        values = days.astype("int64").clip(_low.NULL_DAY, 2**31 - 1)
        values = values.astype("int32")
    if values.dtype.kind not in "iu" or not np.can_cast(values.dtype, wanted):
        raise TypeError(f"{item.name} must be a column of {wanted}, not "
                        f"{values.dtype}")
    values = np.require(values, wanted, ("C", "A"))
    return values.ctypes.data, len(values), values


def _copied_column(item, code, value):
    if isinstance(value, (str, bytes)):
        raise _wrong_type(item, "a column", value)
    if isinstance(value, memoryview) and value.format not in ("i", "l", "q"):
        raise TypeError(f"{item.name} must be a column of integers, not "
                        f"{value.format}")
    if not isinstance(value, collections.abc.Iterable):
        raise _wrong_type(item, "a column", value)
    values = array.array(code)
    for row, one in enumerate(value):
        try:
            values.append(_value(item, one))
        except Error as error:
            error.field = f"/{item.name}/{row}"
            raise
    return values


def _address(values):
    """Of an array, which must have an element."""
    return values.buffer_info()[0] if len(values) else None


# --- Values out --------------------------------------------------------------

def _result(item, value):
    """A C value as a Python value."""
    if item.word == "day":
        return (None if value == _low.NULL_DAY
                else datetime.date.fromordinal(value + _EPOCH))
    if item.word == "choice":
        return _NAMES[item.noun].get(value)
    if item.word == "chars":
        return value.decode()
    if item.word == "flag":
        return bool(value)
    if _NULLS.get(item.word) == value:
        return None
    return value


_NAMES = {group: {number: name for name, number in names.items()}
          for group, names in _low.CHOICES.items()}


def _array(values, rows):
    del values[rows:]
    if numpy():
        return numpy().frombuffer(
            values, f"int{8 * values.itemsize}") if rows else \
            numpy().empty(0, f"int{8 * values.itemsize}")
    return values


def _error(reason, told):
    """The exception for a usance_error."""
    code = code_name(code=told.code)
    return Error(code, _NAMES["reason"].get(reason, "INTERNAL"),
                 told.field.decode(errors="replace"),
                 told.message.decode(errors="replace"),
                 None if told.row < 0 else told.row)


# --- The call ----------------------------------------------------------------

class _Call:
    """What one call passes, and what keeps it alive."""

    def __init__(self, items, given):
        self.items, self.given, self.kept = items, given, []
        self.sizes = {}  # of shape parameters: (rows, the column's name)
        self.inputs = {i.name: self.take(i) for i in items if not i.out and
                       not (i.name in _shapes(items))}

    def take(self, item):
        value = self.given.get(item.name)
        if value is None and item.optional:
            return None if item.shape else _NULLS.get(item.word)
        if item.word == "handle":
            self.kept.append(handle := _pointer(item, value))
            return handle._pointer
        if item.word == "struct":
            self.kept.append(structure := _struct(item, value))
            return ctypes.addressof(structure)
        if item.word == "bytes":
            encoded = _text(item, value)
            self.sizes[item.shape] = len(encoded), item.name
            return encoded
        if not item.shape:
            return _value(item, value)
        address, rows, owner = _column(item, value)
        self.kept.append(owner)
        known, other = self.sizes.setdefault(item.shape, (rows, item.name))
        if known != rows:
            raise Error("INVALID_ARGUMENT", "CONFLICT", f"/{item.name}",
                        f"{rows} rows, but {other} has {known}")
        return address

    def run(self, function, capacity):
        """(status, error, outputs by name)."""
        told, outputs, arguments = _STRUCTS["error"](), {}, []
        for item in self.items:
            if item.out:
                argument = outputs[item.name] = self.make(item, capacity)
                arguments.append(_address(argument) if item.shape
                                 else ctypes.addressof(argument))
            elif item.name == "capacity":
                arguments.append(capacity)
            elif item.name in self.inputs:
                arguments.append(self.inputs[item.name])
            else:
                arguments.append(self.rows(item.name))
        status = function(*arguments, ctypes.addressof(told))
        return status, told, outputs

    def rows(self, shape):
        if shape not in self.sizes:
            columns = [i.name for i in self.items if i.shape == shape]
            raise TypeError(f"one of {', '.join(columns)} must be a column")
        return self.sizes[shape][0]

    def make(self, item, capacity):
        if item.word == "chars":
            return array.array("b", [0]) * capacity
        if item.shape:
            rows = capacity if item.shape == "capacity" else \
                self.rows(item.shape)
            return array.array(_width(item), [0]) * rows
        if item.word == "struct":
            return _new(item.noun)
        return ctypes.c_void_p() if item.word == "handle" else _ctype(item)()

    def results(self, outputs):
        """The outputs as Python values, by name."""
        count = next((outputs[i.name].value for i in self.items
                      if i.out and i.word == "size"), None)
        found = {}
        for item in self.items:
            if not item.out or (item.word == "size" and "capacity" in
                                _shapes(self.items)):
                continue
            value = outputs[item.name]
            if item.word == "chars":
                # What is in another character set keeps its bytes.
                found[item.name] = value.tobytes()[:count].decode(
                    errors="surrogateescape")
            elif item.shape:
                found[item.name] = _array(
                    value, count if item.shape == "capacity" else len(value))
            elif item.word == "struct":
                found[item.name] = _TUPLES[item.noun](*(
                    _result(f, getattr(value, f.name))
                    for f in _FIELDS[item.noun].values()
                    if f.word != "reserved"))
            elif item.word == "handle":
                found[item.name] = Handle(item.noun, value.value)
            else:
                found[item.name] = _result(item, value.value)
        return found


@functools.cache
def _shapes(items):
    """The names of the parameters that say how long others are."""
    return {i.shape for i in items if i.shape}


def _run(function, items, made, errors, given):
    call, capacity = _Call(items, given), _GUESS
    status, told, outputs = call.run(function, capacity)
    if status == _low.STATUS_MORE:
        capacity = 1 + next(outputs[i.name].value for i in items
                            if i.out and i.word == "size")
        status, told, outputs = call.run(function, capacity)
    if status < 0:
        raise _error(-status, told)
    if status == _low.STATUS_PARTIAL and errors == "raise":
        raise _error(told.reason, told)
    results = call.results(outputs)
    return made(**results) if made else next(iter(results.values()), None)


def _function(name, described):
    """The Python function for one of usance.h."""
    items, function = described.items, getattr(_library, f"usance_{name}")
    inside = _shapes(items)
    takes = {i.name: i for i in items if not i.out and i.name not in inside}
    gives = [i.name for i in items if i.out and not (
        i.word == "size" and inside)]
    may_fail = any(i.out and i.word == "status" for i in items)
    made = len(gives) > 1 and collections.namedtuple(
        "".join(map(str.capitalize, name.split("_"))) + "Result", gives)

    def call(*, errors="raise", **given):
        for unknown in given.keys() - takes.keys():
            raise TypeError(f"{name}() has no parameter {unknown}")
        for missing in takes.keys() - given.keys():
            if not takes[missing].optional:
                raise TypeError(f"{name}() needs {missing}")
        if errors not in ("raise", "keep"):
            raise TypeError("errors must be \"raise\" or \"keep\"")
        if described.returns == "text":
            text = function(*_Call(items, given).inputs.values())
            return None if text is None else text.decode()
        return _run(function, items, made, errors, given)

    call.__name__ = call.__qualname__ = name
    call.__doc__ = described.doc.strip()
    call.__signature__ = inspect.Signature(
        [inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY,
                           default=None if i.optional else
                           inspect.Parameter.empty)
         for n, i in takes.items()] +
        [inspect.Parameter("errors", inspect.Parameter.KEYWORD_ONLY,
                           default="raise")] * may_fail)
    return call


_library = _load()
globals().update({name: _function(name, described)
                  for name, described in _low.FUNCTIONS.items()})
__all__ = ["Error", "Handle", *_low.FUNCTIONS]
