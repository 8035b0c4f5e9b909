"""The wheel installs where there is nothing else, and runs there."""
import csv
import base64
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[3]
LIBRARY = str(pathlib.Path(os.environ["USANCE_LIBRARY"]).resolve())
EXPECTED = (ROOT / "tests/consume/expected.txt").read_text("utf-8")
BUILD = ROOT / "bindings/python/build_wheel.py"
CLEAN = {k: v for k, v in os.environ.items()
         if k not in ("USANCE_LIBRARY", "PYTHONPATH")}


def run(*command, **more):
    return subprocess.run([str(c) for c in command], check=True, text=True,
                          stdout=subprocess.PIPE, **more).stdout


class Wheel(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def build(self, name="wheels"):
        made = run(sys.executable, BUILD, LIBRARY, self.folder / name)
        return self.folder / name / made.strip()

    def venv(self):
        run(sys.executable, "-m", "venv", "--without-pip",
            self.folder / "venv", env=CLEAN)
        return self.folder / "venv/bin/python"

    def expect_golden(self, python):
        told = run(python, "-I", ROOT / "examples/python/schedule.py",
                   cwd=self.folder, env=CLEAN)
        self.assertEqual(told, EXPECTED)
        where = run(python, "-I", "-c", "import usance; print(usance.abi."
                    "_library._name)", cwd=self.folder, env=CLEAN)
        self.assertIn(str(self.folder), where)

    def test_unpacked_into_a_clean_environment(self):
        python = self.venv()
        packages = run(python, "-c", "import sysconfig; "
                       "print(sysconfig.get_path('purelib'))").strip()
        with zipfile.ZipFile(self.build()) as wheel:
            wheel.extractall(packages)
        self.expect_golden(python)

    def pip(self, python, *what, env):
        try:
            import pip
        except ImportError:
            self.skipTest("there is no pip")
        del pip
        run(sys.executable, "-m", "pip", "--python", python, "install",
            "--quiet", "--no-index", "--no-deps", "--no-cache-dir",
            "--disable-pip-version-check", *what, env=env)

    def test_installed_by_pip(self):
        python = self.venv()
        self.pip(python, self.build(), env=CLEAN)
        self.expect_golden(python)

    def test_built_by_pip(self):
        python = self.venv()
        self.pip(python, ROOT / "bindings/python",
                 env=CLEAN | {"USANCE_LIBRARY": LIBRARY})
        self.expect_golden(python)

    def test_the_record_lists_every_file(self):
        with zipfile.ZipFile(self.build()) as wheel:
            names = set(wheel.namelist())
            record = next(n for n in names if n.endswith("/RECORD"))
            rows = list(csv.reader(wheel.read(record).decode().splitlines()))
            self.assertEqual({row[0] for row in rows}, names)
            for name, digest, size in rows:
                if name == record:
                    continue
                data = wheel.read(name)
                found = base64.urlsafe_b64encode(
                    hashlib.sha256(data).digest()).decode().rstrip("=")
                self.assertEqual((f"sha256={found}", str(len(data))),
                                 (digest, size), name)
        self.assertLessEqual({"usance/__init__.py", "usance/abi.pyi",
                              "usance/py.typed", "usance/libusance.so"}, names)

    def test_the_same_input_makes_the_same_bytes(self):
        self.assertEqual(self.build("one").read_bytes(),
                         self.build("two").read_bytes())

    def test_the_version_is_the_librarys(self):
        with zipfile.ZipFile(self.build()) as wheel:
            metadata = next(n for n in wheel.namelist()
                            if n.endswith("/METADATA"))
            text = wheel.read(metadata).decode()
        version = run(sys.executable, "-c",
                      "import usance; print(usance.__version__)").strip()
        self.assertIn(f"\nVersion: {version}\n", text)

    def test_without_a_library_the_import_says_so(self):
        told = subprocess.run(
            [sys.executable, "-c", "import usance"], text=True,
            env=os.environ | {"USANCE_LIBRARY": "/nowhere/libusance.so"},
            capture_output=True, check=False)
        self.assertIn("ImportError: /nowhere/libusance.so is no libusance",
                      told.stderr)


if __name__ == "__main__":
    unittest.main()
