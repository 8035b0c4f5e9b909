"""What the tests of commands that read a journal share."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

USANCE = ""


def event(account, identity, kind, date, **more):
    return {"account": account, "currency": "EUR", "id": identity,
            "kind": kind, "date": date, **more}


class JournalCase(unittest.TestCase):
    """Runs the command in a folder of the class, with EVENTS in J.ndjson and
    the documents of FILES by their names."""
    EVENTS = []
    FILES = {}

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.journal = cls.folder / "J.ndjson"
        for name, document in cls.FILES.items():
            cls.write(name, document)
        cls.run_command("import", "-", "-o", cls.journal,
                        text="\n".join(map(json.dumps, cls.EVENTS)))

    @classmethod
    def write(cls, name, document):
        (cls.folder / name).write_text(json.dumps(document))

    @classmethod
    def run_command(cls, *arguments, text=""):
        return subprocess.run(
            [USANCE, *map(str, arguments)], cwd=cls.folder, text=True,
            input=text, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)


def main():
    """The tests of the script that is run: SCRIPT USANCE [FLAGS]."""
    global USANCE
    USANCE = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
