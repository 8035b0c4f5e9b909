"""Where an account stands, and how old what it owes is."""
import datetime

import usance

policy = usance.AccountPolicy({
    "allocation": "oldest due", "credit": "hold",
    "interest": [{"id": "agreed", "interest": {
        "rate": "12%", "day_count": "act/365f", "compounding": "simple",
        "rounding": "half even"}}]}, "EUR")
journal = usance.Journal("C-7", "EUR", [
    {"id": "1", "kind": "invoice", "date": "2024-01-01", "item": "A",
     "due": "2024-01-31", "amount": "1000.00", "interest": "agreed"}])
journal.append(id="2", kind="payment", date=datetime.date(2024, 2, 29),
               amount="500.00")
account = journal.replay(policy, "2024-03-31")
print(account)
for bucket in account.age("due", [30, 60, 90]).buckets:
    print(f"from day {bucket.first_day:2}: {bucket.amount}")
print("\n".join(account.explain()))
