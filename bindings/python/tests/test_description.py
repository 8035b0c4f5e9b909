"""The description's examples, run through usance.abi; and its type stubs."""
import ast
import datetime
import inspect
import pathlib
import tomllib
import unittest

from usance import _low, abi

ROOT = pathlib.Path(__file__).resolve().parents[3]
REASONS = _low.CHOICES["reason"] | {"OK": 0}
DESCRIBED, MAKERS = {}, {}
for path in sorted((ROOT / "capi/api").glob("*.toml")):
    module = tomllib.loads(path.read_text("utf-8"))
    DESCRIBED |= module.get("function", {})
    MAKERS |= {k: v["made_by"] for k, v in module.get("handle", {}).items()}


def handle(kind, text):
    """The handle that its maker's example makes; text, but for *, is in place
    of the maker's first text."""
    items = _low.FUNCTIONS[MAKERS[kind]].items
    given = arguments(MAKERS[kind])
    if text != "*":
        given[next(i.name for i in items if i.word == "text")] = text
    return getattr(abi, MAKERS[kind])(**given)


def value_in(item, value):
    if item.word == "handle":
        return handle(item.noun, value)
    if item.word == "status":
        return -REASONS[value]
    if isinstance(value, list):
        return [value_in(item, v) for v in value]
    return None if value == "null" else value


def arguments(name):
    example = DESCRIBED[name].get("example", {})
    return {i.name: value_in(i, example[i.name.rstrip("_")])
            for i in _low.FUNCTIONS[name].items
            if not i.out and i.name.rstrip("_") in example}


def value_out(item, value):
    """A result as the description writes it."""
    if item.shape and item.word != "chars":
        return [value_out(item._replace(shape=""), int(v)) for v in value]
    if item.word == "status":
        return next(k for k, v in REASONS.items() if v == abs(value))
    if item.word == "day" and isinstance(value, int):
        value = None if value == _low.NULL_DAY else \
            datetime.date(1970, 1, 1) + datetime.timedelta(value)
    if value is None:
        return "null"
    return value.isoformat() if isinstance(value, datetime.date) else value


class Description(unittest.TestCase):
    def test_every_example(self):
        for name, described in _low.FUNCTIONS.items():
            with self.subTest(name):
                self.run_example(name, described)

    def run_example(self, name, described):
        example = DESCRIBED[name]["example"]
        given = arguments(name)
        if example.get("result") == "PARTIAL" or "status" in example and \
                described.returns == "status":
            given["errors"] = "keep"
        result = getattr(abi, name)(**given)
        if described.returns == "text":
            if example["returns"] != "*":
                self.assertEqual(result, example["returns"])
            return
        outs = [i for i in described.items if i.out]
        for item in outs:
            expected = example.get(item.name, "*")
            if expected == "*" or item.word == "handle":
                continue
            several = item.name in getattr(result, "_fields", ())
            actual = getattr(result, item.name) if several else result
            if item.word == "struct":
                for field, wanted in expected.items():
                    found = getattr(actual, field)
                    if isinstance(found, bool):
                        found = int(found)
                    self.assertEqual(str(found), str(wanted), field)
            else:
                self.assertEqual(value_out(item, actual), expected, item.name)

    def test_every_function_is_there(self):
        missing = [name for name, function in DESCRIBED.items()
                   if name not in _low.FUNCTIONS and
                   not name.endswith("_destroy")]
        self.assertEqual(missing, [])
        for name in _low.FUNCTIONS:
            self.assertTrue(getattr(abi, name).__doc__.strip(), name)

    def test_the_stubs_have_the_same_parameters(self):
        stubs = ast.parse((ROOT / "bindings/python/usance/abi.pyi")
                          .read_text("utf-8"))
        stubbed = {s.name: [a.arg for a in s.args.kwonlyargs]
                   for s in stubs.body if isinstance(s, ast.FunctionDef)}
        for name in _low.FUNCTIONS:
            parameters = inspect.signature(getattr(abi, name)).parameters
            self.assertEqual(stubbed[name], list(parameters), name)


if __name__ == "__main__":
    unittest.main()
