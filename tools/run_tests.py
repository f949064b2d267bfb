"""Builds and runs the test suites and sums them into one closing line. Called by ./test.

A GoogleTest program counts case by case (its JSON output), so does a script of Python's unittest; one
that ends with a line `N passed, N failed` counts as it says, any other script and each fuzz target counts as one.
Logs of everything are in build/test-logs/; a failing suite's log is printed.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / "build" / "test-logs"
TALLY = re.compile(r"^(\d+) passed, (\d+) failed$")
UNITTEST_RAN = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)
UNITTEST_SAID = re.compile(r"\b(failures|errors|skipped)=(\d+)")
JOBS = os.cpu_count() or 1
SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": f"suppressions={ROOT}/tests/tsan_suppressions.txt:second_deadlock_stack=1",
}


@dataclass
class Outcome:
    """What one suite came to."""
    name: str
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    failures: list = field(default_factory=list)
    log: pathlib.Path | None = None


@dataclass
class Suite:
    """One program to run: a ctest entry."""
    name: str
    command: list
    environment: dict
    folder: str
    gtest: bool
    timeout: float


def log_path(name):
    return LOGS / (re.sub(r"[^\w.-]+", "_", name) + ".log")


def run_logged(name, command, timeout=None, environment=None, folder=ROOT):
    """Runs a command with its output in a log file; returns (exit code, log, seconds)."""
    log = log_path(name)
    start = time.monotonic()
    with open(log, "w", encoding="utf-8") as out:
        try:
            code = subprocess.run(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT,
                                  env={**os.environ, **(environment or {})}, check=False,
                                  stdin=subprocess.DEVNULL, timeout=timeout).returncode
        except subprocess.TimeoutExpired:
            out.write(f"\nstopped after {timeout} seconds\n")
            code = 124
    return code, log, time.monotonic() - start


def tail(log, lines=80):
    text = log.read_text(errors="replace").splitlines()
    return "\n".join((["…"] if len(text) > lines else []) + text[-lines:])


def step(preset, name, command):
    """One step of making a preset; an Outcome that counts only when it fails."""
    outcome = Outcome(f"{name}.{preset}")
    code, outcome.log, outcome.seconds = run_logged(outcome.name, command)
    if code != 0:
        outcome.failed = 1
        outcome.failures = [f"{name} of preset {preset}"]
        report_line(outcome)
    return outcome


def configure(preset, options=()):
    return step(preset, "configure", ["cmake", "--preset", preset, *options])


def build(preset, targets=()):
    print(f"building {preset} …", flush=True)
    return step(preset, "build", ["nice", "cmake", "--build", "--preset", preset,
                                  *(["--target", *targets] if targets else []),
                                  "--", "-k", "0"])


def suites_of(build_folder):
    """The suites that ctest knows in a build folder; before the build they have no command."""
    shown = subprocess.run(["ctest", "--show-only=json-v1"], cwd=build_folder, check=True,
                           capture_output=True, text=True).stdout
    suites = []
    for entry in json.loads(shown)["tests"]:
        properties = {p["name"]: p["value"] for p in entry.get("properties", [])}
        environment = dict(line.split("=", 1) for line in properties.get("ENVIRONMENT", []))
        suites.append(Suite(entry["name"], entry.get("command", []), environment,
                            properties.get("WORKING_DIRECTORY", str(ROOT)),
                            "gtest" in properties.get("LABELS", []),
                            float(properties.get("TIMEOUT", 1200))))
    return suites


def count_gtest(report, outcome):
    for group in json.loads(report.read_text())["testsuites"]:
        for case in group["testsuite"]:
            if case.get("failures"):
                outcome.failed += 1
                outcome.failures.append(f"{group['name']}.{case['name']}")
            elif case.get("result") == "SKIPPED":
                outcome.skipped += 1
            elif case.get("status") == "RUN":
                outcome.passed += 1


def count_script(text, code, outcome):
    """Counts what a script said in its last line: a tally, unittest's verdict, or only its exit code."""
    last = text.splitlines()[-1] if text else ""
    ran = UNITTEST_RAN.findall(text)
    if tally := TALLY.match(last):
        outcome.passed, outcome.failed = int(tally[1]), int(tally[2])
    elif ran:
        said = {what: int(number) for what, number in UNITTEST_SAID.findall(last)}
        outcome.failed = said.get("failures", 0) + said.get("errors", 0)
        outcome.skipped = said.get("skipped", 0)
        outcome.passed = int(ran[-1]) - outcome.failed - outcome.skipped
    elif code == 0:
        outcome.passed = 1


def run_suite(suite, label, case_filter):
    """Runs one suite and counts its cases."""
    outcome = Outcome(f"{label}{suite.name}")
    if not suite.command or not shutil.which(suite.command[0]):
        outcome.failed, outcome.failures = 1, [f"{suite.name}: not built"]
        return outcome
    environment = dict(SANITIZER_OPTIONS, **suite.environment)
    report = LOGS / f"{label}{suite.name}.json"
    report.unlink(missing_ok=True)
    if suite.gtest:
        environment["GTEST_OUTPUT"] = f"json:{report}"
        if case_filter:
            environment["GTEST_FILTER"] = f"*{case_filter}*"
    code, outcome.log, outcome.seconds = run_logged(
        outcome.name, suite.command, suite.timeout, environment, suite.folder)
    if suite.gtest and report.exists():
        count_gtest(report, outcome)
    elif not suite.gtest:
        count_script(outcome.log.read_text(errors="replace").rstrip(), code, outcome)
    if code != 0 and not outcome.failures:
        outcome.failed = max(outcome.failed, 1)
        outcome.failures.append(f"{suite.name}: exit code {code}")
    if code == 0 and suite.gtest and not report.exists():
        outcome.failed = 1
        outcome.failures.append(f"{suite.name}: ended without a result")
    return outcome


FUZZ_RUNS = 4000


def run_fuzz_target(program, seconds):
    """A short run of one fuzz target from the shipped models and its own seeds, if it has any.

    The seed and the number of runs are fixed, so that the same program is tried on the same inputs;
    `seconds` only bounds the time. Search for new faults with the fuzz preset and hours.
    """
    name = program.name.removeprefix("fuzz_")
    outcome = Outcome(f"fuzz.{name}")
    seeds = [ROOT / "models", ROOT / "tests" / "data", ROOT / "fuzz" / "corpus" / name]
    with tempfile.TemporaryDirectory() as scratch:
        command = [str(program), f"-max_total_time={seconds}", "-seed=1",
                   f"-runs={FUZZ_RUNS}", "-timeout=25", "-rss_limit_mb=4096",
                   "-print_final_stats=1", f"-artifact_prefix={LOGS}/{name}-",
                   f"-dict={ROOT}/fuzz/entente.dict", scratch]
        command += [str(folder) for folder in seeds if folder.is_dir()]
        code, outcome.log, outcome.seconds = run_logged(
            outcome.name, command, seconds + 300, SANITIZER_OPTIONS)
    outcome.passed, outcome.failed = (1, 0) if code == 0 else (0, 1)
    if code != 0:
        outcome.failures.append(f"fuzz target {name}: exit code {code}")
    return outcome


def report_line(outcome):
    skipped = f", {outcome.skipped} skipped" if outcome.skipped else ""
    mark = "ok    " if outcome.failed == 0 else "FAILED"
    print(f"  {mark} {outcome.name:32} {outcome.passed} passed, {outcome.failed} failed{skipped}"
          f"  ({outcome.seconds:.1f} s)", flush=True)
    if outcome.failed and outcome.log:
        print(f"--- {outcome.log.relative_to(ROOT)}\n{tail(outcome.log)}\n---", flush=True)


def run_all(suites, label="", case_filter=""):
    outcomes = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=JOBS) as pool:
        waiting = [pool.submit(run_suite, suite, label, case_filter) for suite in suites]
        for done in concurrent.futures.as_completed(waiting):
            outcomes.append(done.result())
            report_line(outcomes[-1])
    return outcomes


def select(suites, name):
    """The suites whose name contains `name`, or all programs with a case filter."""
    if not name:
        return suites, ""
    chosen = [suite for suite in suites if name in suite.name]
    return (chosen, "") if chosen else ([s for s in suites if s.gtest], name)


def build_and_run(preset, name, label="", options=()):
    """Makes a preset and runs its suites; only what a NAME needs is built."""
    configured = configure(preset, options)
    if configured.failed:
        return [configured]
    folder = ROOT / "build" if preset == "release" else ROOT / "build" / preset
    suites, case_filter = select(suites_of(folder), name)
    targets = sorted({f"test_{suite.name}" if suite.gtest else "entente" for suite in suites})
    built = build(preset, targets if name else ())
    suites, case_filter = select(suites_of(folder), name)
    print(f"running {len(suites)} suites ({preset}, built in {built.seconds:.0f} s)", flush=True)
    return [built, *run_all(suites, label, case_filter)]


def run_fuzz(seconds):
    for made in (configure, lambda preset: build(preset, ["fuzz_targets"])):
        outcome = made("fuzz")
        if outcome.failed:
            return [outcome]
    programs = sorted((ROOT / "build" / "fuzz" / "fuzz").glob("fuzz_*"))
    print(f"fuzzing {len(programs)} targets, {FUZZ_RUNS} inputs each (built in {outcome.seconds:.0f} s)",
          flush=True)
    outcomes = []
    with concurrent.futures.ThreadPoolExecutor(max_workers=JOBS) as pool:
        for outcome in pool.map(lambda program: run_fuzz_target(program, seconds), programs):
            outcomes.append(outcome)
            report_line(outcome)
    return outcomes


def close(outcomes):
    """Prints what failed and the closing line; the exit code."""
    passed = sum(o.passed for o in outcomes)
    failed = sum(o.failed for o in outcomes)
    skipped = sum(o.skipped for o in outcomes)
    for outcome in outcomes:
        for failure in outcome.failures:
            print(f"failed: {failure}  ({outcome.log})")
    if skipped:
        print(f"{skipped} skipped")
    if passed + failed == 0:
        print("no test has that name")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 and passed > 0 else 1


def main():
    parser = argparse.ArgumentParser(prog="./test", description="build and run the tests")
    parser.add_argument("name", nargs="?", default="", help="part of a suite's or case's name")
    parser.add_argument("--sanitize", action="store_true", help="under the sanitizers")
    parser.add_argument("--list", action="store_true", help="list the suites and stop")
    parser.add_argument("--fuzz-seconds", type=int, default=60, help="at most so many seconds a fuzz target")
    parser.add_argument("--no-fuzz", action="store_true", help="leave the fuzz run out")
    arguments = parser.parse_args()
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    os.chdir(ROOT)
    if arguments.list:
        subprocess.run(["cmake", "--preset", "release", "-DENTENTE_TESTS=ON"], check=True,
                       stdout=subprocess.DEVNULL)
        print("\n".join(suite.name for suite in suites_of(ROOT / "build")))
        return 0
    if arguments.sanitize:
        outcomes = build_and_run("asan-ubsan", arguments.name, "asan-ubsan.")
        outcomes += build_and_run("tsan", arguments.name, "tsan.")
        return close(outcomes)
    outcomes = build_and_run("release", arguments.name, "", ["-DENTENTE_TESTS=ON"])
    if not arguments.no_fuzz and (not arguments.name or arguments.name.startswith("fuzz")):
        outcomes += run_fuzz(arguments.fuzz_seconds)
    return close(outcomes)


if __name__ == "__main__":
    sys.exit(main())
