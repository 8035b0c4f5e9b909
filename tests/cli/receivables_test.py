#!/usr/bin/env python3
"""receivables_test.py USANCE: `usance late --ledger` on 2,466 invoices equals
an independent computation with fractions, invoice by invoice and in total; and
`usance import` makes the same journal of them in any order.

Needs the shared test data (USANCE_TESTDATA, or ../shared/testdata beside the
repository); ends with 77 without it."""
import csv
import datetime
import fractions
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = pathlib.Path(os.environ.get("USANCE_TESTDATA",
                                   ROOT.parent / "shared" / "testdata"))
LEDGER = DATA / "receivables" / "accounts_receivable.csv"
AS_OF = datetime.date(2013, 6, 30)
ZERO = fractions.Fraction(0)


def day(text):
    month, number, year = map(int, text.split("/"))
    return datetime.date(year, month, number)


def cents(amount, mode):
    """A fraction of a unit as whole cents."""
    scaled = amount * 100
    low = scaled.numerator // scaled.denominator
    rest = scaled - low
    half = fractions.Fraction(1, 2)
    if mode == "half even":
        up = rest > half or (rest == half and low % 2 == 1)
    elif mode == "half up":
        up = rest >= half
    else:  # down
        up = False
    return low + up


def charges(amount, due):
    """(interest, fees, charged after the cap) in cents, as the words of
    examples/late-policy.json say: five days of grace that interest does not
    care about, 12 % a year, 2.5 % between 1.00 and 25.00 once, 2.50 at most three times
    each 30 days, and at most a quarter of the invoice in all."""
    if (AS_OF - due).days <= 5:
        return 0, 0, 0
    bearing = (AS_OF - due).days  # from the day after due, up to and with AS_OF
    interest = cents(amount * fractions.Fraction(12, 100) *
                     fractions.Fraction(bearing, 365), "half even")
    fees = max(100, min(2500, cents(amount * fractions.Fraction(25, 1000),
                                    "half up")))
    first = due + datetime.timedelta(days=6 + 14)
    for k in range(3):
        if first + datetime.timedelta(days=30 * k) <= AS_OF:
            fees += 250
    cap = cents(amount / 4, "down")
    return interest, fees, min(interest + fees, cap)


def expected():
    rows = {}
    with LEDGER.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if day(row["InvoiceDate"]) > AS_OF or \
                    day(row["SettledDate"]) <= AS_OF:
                continue
            amount = fractions.Fraction(row["InvoiceAmount"])
            due = day(row["DueDate"])
            interest, fees, charged = charges(amount, due)
            principal = cents(amount, "half even")
            rows[row["invoiceNumber"]] = {
                "days": (AS_OF - due).days, "principal": principal,
                "interest": interest, "fees": fees, "compensation": 0,
                "total": principal + charged}
    return rows


def minor(text):
    whole, _, part = text.partition(".")
    return int(whole + part.ljust(2, "0"))


def imported(usance, files, journal):
    """The bytes of the journal after the files are imported into it."""
    for file in files:
        subprocess.run([usance, "import", "--mapping",
                        str(ROOT / "examples/receivables.mapping.json"),
                        str(file), "-o", str(journal)], check=True,
                       stdout=subprocess.DEVNULL)
    return journal.read_bytes()


def journal(usance):
    """The journal says what the rows say; of their order and parts nothing."""
    header, *lines = LEDGER.read_text(encoding="utf-8").splitlines(True)
    generator = random.Random(2466)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        whole = imported(usance, [LEDGER], folder / "whole.ndjson")
        generator.shuffle(lines)
        halves = [folder / "a.csv", folder / "b.csv"]
        halves[0].write_text(header + "".join(lines[:1233]), encoding="utf-8")
        halves[1].write_text(header + "".join(lines[1000:]), encoding="utf-8")
        assert imported(usance, halves, folder / "parts.ndjson") == whole
        assert imported(usance, [LEDGER], folder / "parts.ndjson") == whole
        aging = subprocess.run(
            [usance, "age", "--as-of", AS_OF.isoformat(), "--format", "json",
             str(folder / "whole.ndjson")], check=True, text=True,
            stdout=subprocess.PIPE).stdout.splitlines()
    events = {(event["account"], event["id"]): event for event in
              map(json.loads, whole.decode().splitlines()[1:])}
    with LEDGER.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    balance = {}
    for row in rows:
        account, number = row["customerID"], row["invoiceNumber"]
        issued = day(row["InvoiceDate"]).isoformat()
        invoice = events.pop((account, "invoice:" + number))
        assert (invoice["kind"], invoice["item"]) == ("invoice", number)
        assert invoice["date"] == invoice["recorded"] == issued
        (due,) = invoice["rows"]
        assert due["due"] == day(row["DueDate"]).isoformat()
        assert minor(due["principal"]) == minor(row["InvoiceAmount"])
        payment = events.pop((account, "payment:" + number))
        assert payment["kind"] == "payment"
        assert payment["date"] == day(row["SettledDate"]).isoformat()
        assert payment["amount"] == due["principal"]
        assert payment["designations"] == [{"item": number}]
        if row["Disputed"] == "Yes":
            hold = events.pop((account, "dispute:" + number))
            assert (hold["hold_kind"], hold["date"]) == ("dispute", issued)
        if issued <= AS_OF.isoformat() < payment["date"]:
            balance[number] = (minor(due["principal"]), due["due"])
    assert not events, events
    assert len(balance) == 84
    assert sum(amount for amount, _ in balance.values()) == 511985
    assert sum(amount for amount, due in balance.values()
               if due >= AS_OF.isoformat()) == 428429
    buckets = {name: [0, 0] for name in
               ("not due", "1-30", "31-60", "61-90", "91-120", "over 120")}
    for amount, due in balance.values():
        late = (AS_OF - datetime.date.fromisoformat(due)).days
        name = "not due" if late <= 0 else next(
            (name for name in list(buckets)[1:5]
             if late <= int(name.split("-")[1])), "over 120")
        buckets[name][0] += 1
        buckets[name][1] += amount
    printed = {line["bucket"]: [line["rows"], minor(line["amount"])]
               for line in map(json.loads, aging)}
    assert printed == {**buckets, "unapplied": [0, 0], "total": [84, 511985]}
    print(f"{len(rows)} rows of {LEDGER.name} as a journal: equal")


def main(usance):
    if not LEDGER.exists():
        print(f"skipped: no {LEDGER}; set USANCE_TESTDATA")
        return 77
    journal(usance)
    command = [usance, "late", "--ledger", str(LEDGER),
               "--mapping", str(ROOT / "examples/receivables.mapping.json"),
               "--policy", str(ROOT / "examples/late-policy.json"),
               "--as-of", AS_OF.isoformat()]
    rows = expected()
    listed = csv.DictReader(subprocess.run(
        command + ["--format", "csv"], check=True, text=True,
        stdout=subprocess.PIPE).stdout.splitlines())
    printed = {row["invoice"]: {
        "days": int(row["days"]),
        **{name: minor(row[name]) for name in
           ("principal", "interest", "fees", "compensation", "total")}}
        for row in listed}
    assert printed == rows, [
        (key, printed.get(key), rows.get(key))
        for key in sorted(printed.keys() | rows.keys())
        if printed.get(key) != rows.get(key)]
    totals = json.loads(subprocess.run(
        command + ["--format", "json", "--show", "totals"], check=True,
        text=True, stdout=subprocess.PIPE).stdout)

    def summed(name, choose=lambda row: True):
        return sum(row[name] for row in rows.values() if choose(row))

    assert totals.pop("currency") == "USD"
    assert totals.pop("open") == len(rows) == 84
    assert {name: minor(text) for name, text in totals.items()} == {
        "not_due": summed("principal", lambda row: row["days"] <= 0),
        "overdue": summed("principal", lambda row: row["days"] > 0),
        "credits": summed("principal", lambda row: row["principal"] < 0),
        **{name: summed(name) for name in
           ("principal", "interest", "compensation", "fees", "total")}}, totals
    # What the ledger's own figures say, whatever the policy.
    assert summed("principal") == 511985
    assert summed("principal", lambda row: row["days"] <= 0) == 428429
    # The cases that make the test worth running are there.
    assert summed("fees") > 0 and summed("interest") > 0
    print(f"{len(rows)} open invoices of {LEDGER.name}: equal")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
