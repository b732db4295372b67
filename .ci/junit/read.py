"""Two readers of JUnit XML that know nothing of each other find the same in a report, and nothing lost.

Usage: read.py REPORT
"""

import sys
from xml.etree import ElementTree

from junitparser import Error, Failure, JUnitXml, Skipped

path = sys.argv[1]

root = ElementTree.parse(path).getroot()
plain = {
    "tests": len(root.findall("testsuite/testcase")),
    "failures": len(root.findall("testsuite/testcase/failure")),
    "errors": len(root.findall("testsuite/testcase/error")),
    "skipped": len(root.findall("testsuite/testcase/skipped")),
}
said = {name: int(root.get(name)) for name in plain}

report = JUnitXml.fromfile(path)
cases = [case for suite in report for case in suite]
results = [result for case in cases for result in case.result]
parsed = {
    "tests": len(cases),
    "failures": sum(isinstance(result, Failure) for result in results),
    "errors": sum(isinstance(result, Error) for result in results),
    "skipped": sum(isinstance(result, Skipped) for result in results),
}

assert plain == said == parsed, (plain, said, parsed)
assert plain["tests"] > 10 and plain["failures"] > 1, plain

texts = [element.text for element in root.iter("failure")]
assert texts == [result.text for result in results if isinstance(result, Failure)]
for mark in (r"\u{1b}[2J", r"\u{0} </system-out>]]> & \" '", r"\u{fffe}\u{ffff}", r"\u{202e}", "é 😀"):
    mark = mark.replace(r"\"", '"')
    assert any(mark in text for text in texts), f"{mark} is in no failure:\n" + "\n".join(texts)
print(f"{path}: both readers find {plain}")
