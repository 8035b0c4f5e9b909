import usance

loan = usance.amortize(
    principal="100.00", currency="USD", rate="7%", day_count="30/360 isda",
    start="2026-01-01", frequency="P1M", count=6, method="level",
    rounding="half even", residual="last")
for row in loan:
    print(row.due, row.payment)
