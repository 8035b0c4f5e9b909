"""What the house tests share: the files, and code without its comments."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def tracked(*suffixes, under=("",)):
    """{path: text} of the repository's files below `under`."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True)
    if names.returncode == 0:
        paths = names.stdout.splitlines()
    else:  # an unpacked archive
        paths = [str(path.relative_to(ROOT)) for path in ROOT.rglob("*")
                 if path.is_file()]
    found = {}
    for path in sorted(set(paths)):
        if (path.endswith(suffixes) if suffixes else True) and \
                path.startswith(tuple(under)) and \
                not path.startswith(("build/", ".git/")) and \
                (ROOT / path).is_file():
            text = (ROOT / path).read_bytes()
            found[path] = text.decode("utf-8", errors="replace")
    return found


_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'                       # comments
    r'|R"(?P<tag>[^(\s]*)\(.*?\)(?P=tag)"'      # raw strings
    r'|"(?:\\.|[^"\\\n])*"'                     # strings
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",    # characters, not 1'000
    re.DOTALL)


def code_only(text):
    """C++ with comments and the insides of literals blanked, lines kept."""
    def blank(match):
        token = match.group()
        lines = "\n" * token.count("\n")
        if token.startswith("/"):
            return lines or " "
        return token[0] + lines + token[0] if token[0] != "R" else '""' + lines
    # An #include's path is no string to blank.
    kept = re.sub(r'(?m)^(\s*#\s*include\s*)"([^"]*)"', r"\1<\2>", text)
    return _TOKEN.sub(blank, kept)


def report(complaints):
    """Prints the complaints and ends the program."""
    for complaint in complaints:
        print(complaint)
    sys.exit(1 if complaints else 0)
