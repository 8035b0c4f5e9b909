#!/usr/bin/env python3
"""figures.py: recomputes figures.csv from data/, day by day, in fractions.

An oracle of its own: it shares the data with the library and no code. Each row
of figures.csv is a debt under a law, with the interest and the fixed sum that
are due at the end of as_of, or the reason why there are none. Complains about
rows that come out otherwise and about versions of laws without a row."""
import csv
import datetime
import fractions
import pathlib
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parents[2]
DAY = datetime.timedelta(days=1)
NEVER = datetime.date.max


class Refused(Exception):
    pass


def day(text):
    return datetime.date.fromisoformat(text)


def fraction(percent):
    return fractions.Fraction(percent.rstrip("%")) / 100


def round_half_up(value):
    cents = abs(value) * 100 + fractions.Fraction(1, 2)
    return (1 if value >= 0 else -1) * (cents.numerator // cents.denominator)


def months_later(date, months):
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    last = (datetime.date(year + month // 11, (month + 1) % 12 + 1, 1) - DAY).day
    return datetime.date(year, month + 1, min(date.day, last))


def read_law(name):
    for path in sorted((ROOT / "data/statutes").glob("*.toml")):
        law = tomllib.loads(path.read_text(encoding="ascii"))
        if name == law["id"]:
            break
    else:
        raise SystemExit(f"no law {name}")
    versions = {}
    for version in law["version"]:
        like = {key: value
                for key, value in versions.get(version.get("like"), {}).items()
                if key not in ("from", "before", "refuses")}
        versions[version["id"]] = like | version
    return law, list(versions.values())


def version_of(law, versions, parties, contract, due):
    if "refuses" in law:
        raise Refused(law["refuses"])
    for version in versions:
        dated = due if version.get("dated_by") == "due" else contract
        if parties in version["parties"] and \
                day(version.get("from", "0001-01-01")) <= dated and \
                dated < day(version.get("before", "9999-12-31")):
            if "refuses" in version:
                raise Refused(version["refuses"])
            return version
    raise Refused("RATE_UNKNOWN")


class Series:
    def __init__(self, name):
        path = ROOT / "data/rates" / f"{name}.csv"
        if not path.exists():
            raise Refused("RATE_UNKNOWN")
        lines = path.read_text(encoding="utf-8").splitlines()
        facts = dict(line[2:].split(": ", 1) for line in lines
                     if line.startswith("# "))
        known = facts["known_through"]
        self.end = NEVER if known == "for ever" else day(known)
        self.sparse = facts["kind"] == "sparse"
        self.rows = [(day(row["from"]), fraction(row["percent"])) for row in
                     csv.DictReader(line for line in lines
                                    if not line.startswith("# "))]

    def on(self, date):
        rows = [row for row in self.rows if row[0] <= date]
        if not rows or date > self.end:
            raise Refused("RATE_UNKNOWN")
        start, rate = rows[-1]
        if self.sparse and (start.year, start.month > 6) != \
                (date.year, date.month > 6):
            raise Refused("RATE_UNKNOWN")
        return rate


def rate_reader(interest):
    if "rate" in interest:
        own = fraction(interest["rate"])
        return lambda date: own
    series = Series(interest["series"])
    margin = fraction(interest.get("margin", "0%"))
    times = interest.get("multiplier", 1)
    step = fraction(interest["multiple"]) if "multiple" in interest else None

    def ceiling(rate):
        return -(-rate // step) * step

    def total(date):
        rate = series.on(date) * times
        if step and interest["rounded"] == "reference":
            rate = ceiling(rate)
        rate += margin
        if step and interest["rounded"] == "total":
            rate = ceiling(rate)
        return rate
    return total


def part_of_year(day_count, date):
    if day_count == "act/act isda":
        leap = date.year % 4 == 0 and (date.year % 100 or date.year % 400 == 0)
        return fractions.Fraction(1, 366 if leap else 365)
    return fractions.Fraction(1, {"act/365f": 365, "act/360": 360}[day_count])


def rest_dates(first, end, rest):
    """first, the rests up to end, and end."""
    dates, k = [first], 1
    while rest:
        number, unit = int(rest[1:-1]), rest[-1]
        date = first + datetime.timedelta(days=k * number) if unit == "D" else \
            months_later(first, k * number * (12 if unit == "Y" else 1))
        if date >= end:
            break
        dates.append(date)
        k += 1
    return dates + [end]


def interest_of(interest, amount, due, as_of, day_count):
    """In cents. Rates count by the day that bears, or by the rule of fixing."""
    first, end = due + DAY, as_of + DAY
    if "stops_after" in interest:
        assert interest["stops_after"] == "P1Y"
        end = min(end, months_later(first, 12))
    if end <= first:
        return 0
    rate = rate_reader(interest)
    counted = interest.get("day_count", day_count)
    exact = interest.get("regime") == "cumulative"
    base = fractions.Fraction(amount)
    dates = rest_dates(first, end, interest.get("rest"))
    for start, stop in zip(dates, dates[1:]):
        # A whole rest counts as such; only the last can be cut short.
        whole = "rests_per_year" in interest and stop in rest_dates(
            first, stop + DAY, interest["rest"])[:-1]
        fixed = {"frozen": rate(first) if interest["fixing"] == "frozen" else 0,
                 "at rest": rate(start) if interest["fixing"] == "at rest"
                 else 0}
        if whole:
            gained = base * fixed["at rest"] / interest["rests_per_year"]
        else:
            gained, date = fractions.Fraction(0), start
            while date < stop:
                own = rate(date) if interest["fixing"] == "floating" else \
                    fixed[interest["fixing"]]
                gained += base * own * part_of_year(counted, date)
                date += DAY
        base += gained if exact or "rest" not in interest else \
            fractions.Fraction(round_half_up(gained), 100)
    cents = round_half_up(base - fractions.Fraction(amount))
    if "minimum_claim" in interest and \
            cents < fractions.Fraction(interest["minimum_claim"]) * 100:
        return 0
    return cents


def sum_of(version, amount, due):
    """The fixed sum, or RATE_UNKNOWN where the law grants one that is not
    recorded: the interest stands without it."""
    facts = version.get("compensation", [])
    for fact in facts:
        if day(fact.get("due_from", "0001-01-01")) <= due < \
                day(fact.get("due_before", "9999-12-31")):
            found = "0.00"
            for least, fixed in zip(fact.get("from", []),
                                    fact.get("amount", [])):
                if fractions.Fraction(amount) >= fractions.Fraction(least):
                    found = fixed
            return found
    return "RATE_UNKNOWN" if facts else "0.00"


def figures(row):
    """(interest, sum, refused) of a row; the sum in the law's own currency."""
    law, versions = read_law(row["statute"])
    due, as_of = day(row["due"]), day(row["as_of"])
    try:
        version = version_of(law, versions, row["parties"],
                             day(row["contract"]), due)
        cents = interest_of(version["interest"], row["amount"], due, as_of,
                            row["day_count"])
        fixed = sum_of(version, row["amount"], due)
    except Refused as refused:
        return "", "", str(refused)
    return f"{cents // 100}.{cents % 100:02}", fixed, ""


def main():
    with open(pathlib.Path(__file__).with_name("figures.csv"),
              encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file))
    complaints, covered = [], set()
    for number, row in enumerate(rows, start=2):
        found = figures(row)
        said = (row["interest"], row["sum"], row["refused"])
        if found != said:
            complaints.append(f"figures.csv:{number}: {row['statute']} says "
                              f"{said}, but it is {found}")
        law, versions = read_law(row["statute"])
        for version in versions:
            dated = day(row["due" if version.get("dated_by") == "due"
                            else "contract"])
            if row["parties"] in version["parties"] and \
                    day(version.get("from", "0001-01-01")) <= dated and \
                    dated < day(version.get("before", "9999-12-31")):
                covered.add((row["statute"], version["id"]))
    for path in sorted((ROOT / "data/statutes").glob("*.toml")):
        for version in read_law(path.stem)[1]:
            if (path.stem, version["id"]) not in covered:
                complaints.append(f"figures.csv has no row for {path.stem}, "
                                  f"version {version['id']}")
    print("\n".join(complaints), end="\n" if complaints else "")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
