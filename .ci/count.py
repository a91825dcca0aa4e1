"""Counts the results of a test run (*.trx) and prints `N passed, N failed, N skipped` as its last line.

A test project writes no report if a fixture can't be disposed of. Then its failures are read from console.txt.

The exit code is 1 if a test failed, if no test ran, if a test was skipped for a reason that is not allowed, or if the
run itself failed.
"""

import pathlib
import re
import sys
import xml.etree.ElementTree as xml

# A machine may lack these. A test that is skipped for any other reason fails the run.
ALLOWED_SKIPS = (
    "no container engine answers",
    "no k6 on the PATH",
    "the right to mount a file system",
    "the right to cut a program off the network",
    "npm is not there",
    "PgBouncer is not installed",
)

NAMESPACE = {"trx": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}


def main(folder: str, run_status: str) -> int:
    passed = failed = skipped = 0
    errors = []
    if run_status != "0":
        errors.append(f"the run ended with exit code {run_status}")

    reports = sorted(pathlib.Path(folder).rglob("*.trx"))
    for report in reports:
        for result in xml.parse(report).getroot().iterfind(".//trx:UnitTestResult", NAMESPACE):
            outcome = result.get("outcome")
            if outcome == "Passed":
                passed += 1
            elif outcome == "NotExecuted":
                skipped += 1
                reason = " ".join("".join(result.itertext()).split())
                if not any(allowed in reason for allowed in ALLOWED_SKIPS):
                    errors.append(f"skipped for a reason that is not allowed: {result.get('testName')}: {reason}")
            else:
                failed += 1
                message = result.findtext(".//trx:Message", "", NAMESPACE)
                errors.append(f"failed: {result.get('testName')}: {' '.join(message.split())[:1000]}")

    unreported = failures_without_report(pathlib.Path(folder, "console.txt"), [report.name for report in reports])
    failed += len(unreported)
    errors += unreported[:30]  # the first ones name the cause

    if passed == 0:
        errors.append("no test passed: did the tests run?")
    for error in errors:
        print(f"CI: {error}")
    print(f"{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return 1 if errors else 0


def failures_without_report(console: pathlib.Path, reports: list[str]) -> list[str]:
    """The failures that the console shows of projects whose report is missing, each with the start of its message."""
    lines = re.sub(r"\x1b\[[0-9;]*m", "", console.read_text(errors="replace")).splitlines()
    errors = []
    for index, line in enumerate(lines):
        project = re.match(r"\s+from .*/(.+)\.dll ", line)
        if not project or any(report.startswith(f"{project[1]}_") for report in reports):
            continue
        test = re.match(r"failed (.+) \([^()]*\)$", lines[index - 1])
        if test:
            message = " ".join(" ".join(lines[index + 1 : index + 4]).split())
            errors.append(f"failed: {test[1]}: {message[:300]}")
    return errors


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
