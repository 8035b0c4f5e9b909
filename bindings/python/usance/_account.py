"""Accounts: a journal of events, and where an account stands on any day."""
import collections.abc
import datetime
import decimal
import functools
import itertools
import json
import threading
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from . import _low, abi
from ._accrual import FxTable
from ._codec import to_json
from ._statute import RateBook
from ._values import (Amount, Day, call, digits_of, required_minor, to_amount,
                      to_amounts, to_day, to_minor)


class Amounts(NamedTuple):
    """An amount of each component of debt."""
    principal: decimal.Decimal
    contract_interest: decimal.Decimal
    default_interest: decimal.Decimal
    fee: decimal.Decimal
    cost: decimal.Decimal


class Balance(NamedTuple):
    """What an account owes: what is open, less what is unapplied."""
    open: Amounts
    unapplied: decimal.Decimal


class AccountItem(NamedTuple):
    """What an invoice opened."""
    id: str  # empty: charges of no item
    document_date: datetime.date
    baseline: datetime.date
    state: str
    secured: bool
    charged_off: bool
    in_plan: bool
    handed_over: bool


class AccountRow(NamedTuple):
    """One due amount of an item, and what is open of it."""
    item: str
    number: int  # within the item, from 1
    due: datetime.date
    original_due: datetime.date
    days_past_due: int
    settled_on: datetime.date | None
    principal: decimal.Decimal
    contract_interest: decimal.Decimal
    default_interest: decimal.Decimal
    fee: decimal.Decimal
    cost: decimal.Decimal
    held: decimal.Decimal  # of the principal
    disputed: decimal.Decimal  # of the principal
    claimed_principal: decimal.Decimal  # all that was ever claimed
    claimed_contract_interest: decimal.Decimal
    claimed_default_interest: decimal.Decimal
    claimed_fee: decimal.Decimal
    claimed_cost: decimal.Decimal


class Movement(NamedTuple):
    """So much, because of an event. What touches no claim has no component,
    item and number."""
    event: str | None  # None: interest up to the day of the account
    kind: str
    component: str | None
    date: datetime.date
    item: str | None
    number: int | None  # of the row within the item
    cell: int | None  # of the rule that chose the row, from 0
    amount: decimal.Decimal  # what the debit book goes up by
    change: decimal.Decimal  # of what is open


class Promise(NamedTuple):
    """A promise to pay, and what became of it."""
    event: str
    state: str
    paid: decimal.Decimal


class Ignored(NamedTuple):
    """An event that had nothing to act on."""
    event: str
    why: str


class StatementLine(NamedTuple):
    """A movement of a statement; interest has no event."""
    event: str | None
    kind: str
    component: str | None
    date: datetime.date
    item: str | None
    number: int | None
    change: decimal.Decimal  # of what is owed
    balance: decimal.Decimal  # what is owed behind the line


class Statement(NamedTuple):
    """opening + lines + corrections = closing, in each component."""
    first: datetime.date
    last: datetime.date
    opening: Balance
    lines: list[StatementLine]
    corrections: Balance  # what a reversal changes of days before
    closing: Balance


class OpenItem(NamedTuple):
    """A due amount of which something is open."""
    item: str
    number: int  # of the row within the item
    due: datetime.date
    days_past_due: int
    claimed: decimal.Decimal  # all that was ever claimed
    settled: decimal.Decimal  # claimed less open
    open: decimal.Decimal
    balance: decimal.Decimal  # what is open with those above it


class OpenItems(NamedTuple):
    """balance = the sum of what is open - unapplied, the closing balance of
    the statement."""
    lines: list[OpenItem]
    unapplied: decimal.Decimal
    balance: decimal.Decimal


class Payoff(NamedTuple):
    """What closes an account, paid on the day."""
    on: datetime.date
    open: Amounts
    unapplied: decimal.Decimal
    pay: decimal.Decimal
    per_diem: decimal.Decimal  # more if paid a day later


class Allocation(NamedTuple):
    """A part of a payment, and where it would go."""
    kind: str
    component: str | None
    item: str | None
    number: int | None
    cell: int | None
    amount: decimal.Decimal


class AgingBucket(NamedTuple):
    """What is open and so many days old; last_day is None of the oldest."""
    first_day: int
    last_day: int | None
    amount: decimal.Decimal
    rows: int


class Aging(NamedTuple):
    """total = not_due + buckets - unapplied."""
    as_of: datetime.date
    currency: str
    not_due: decimal.Decimal
    not_due_rows: int
    buckets: list[AgingBucket]
    unapplied: decimal.Decimal
    total: decimal.Decimal  # what the ledger says
    disputed: decimal.Decimal  # of all of it

    def to_dataframe(self):
        """The buckets as a pandas.DataFrame."""
        return _frame(self.buckets, AgingBucket, ())


# The fields of events that are amounts.
_AMOUNTS = {"amount", "discount", *Amounts._fields}


def _event_text(event):
    """The line of an event: an int of an amount is of whole units."""
    if not isinstance(event, Mapping):
        raise TypeError(f"an event must be a mapping, not "
                        f"{type(event).__name__}")
    return json.dumps(_exact(event), default=to_json, ensure_ascii=False)


def _exact(value, name=None):
    if isinstance(value, Mapping):
        return {key: _exact(part, key) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_exact(part, name) for part in value]
    if isinstance(value, float):
        raise TypeError(f"{name} must be exact: text, Decimal or int, not "
                        "float")
    if name in _AMOUNTS and isinstance(value, int) and \
            not isinstance(value, bool):
        return str(value)
    return value


class AccountPolicy:
    """How an account is kept: what bears interest, and what money settles; the
    policy of replay in docs/requests.md. Immutable, for any number of threads.

    >>> usance.AccountPolicy({"allocation": "oldest due", "credit": "hold"},
    ...                      "EUR").currency
    'EUR'
    """

    __slots__ = ("_handle", "currency")

    def __init__(self, policy: Mapping[str, Any] | str, currency: str, *,
                 book: RateBook | None = None):
        text = policy if isinstance(policy, str) else json.dumps(
            _exact(policy), default=to_json, ensure_ascii=False)
        self._handle = call(abi.account_policy_parse, text=text,
                            currency=currency, book=book)
        self.currency = currency

    def __repr__(self):
        return f"AccountPolicy(..., {self.currency!r})"


class Journal:
    """The events of one account in one currency, as docs/ledger.md has them. It
    only grows; the order in which events come does not matter, and an event
    that is there already changes nothing. Threads may share it.

    >>> journal = usance.Journal("C-7", "EUR", [
    ...     {"id": "1", "kind": "invoice", "date": "2024-01-01", "item": "A",
    ...      "due": "2024-01-31", "amount": "1000.00", "interest": "agreed"}])
    >>> policy = usance.AccountPolicy(
    ...     {"allocation": "oldest due", "credit": "hold", "interest": [
    ...         {"id": "agreed", "interest": {
    ...             "rate": "12%", "day_count": "act/365f",
    ...             "compounding": "simple", "rounding": "half even"}}]}, "EUR")
    >>> print(journal.replay(policy, "2024-02-29").open.default_interest)
    9.53
    """

    __slots__ = ("_handle", "_lock", "account", "currency")

    def __init__(self, account: str, currency: str,
                 events: Iterable[Mapping[str, Any]] = ()):
        self.account, self.currency = account, currency
        self._lock = threading.Lock()
        self._handle = call(abi.journal_create, account=account,
                            currency=currency, events=_lines(events))

    def append(self, event: Mapping[str, Any] | None = None, /,
               **fields: Any) -> bool:
        """Adds an event, whose fields may be named: False where it is there
        already.

        >>> journal = usance.Journal("C-7", "EUR")
        >>> journal.append(id="1", kind="payment", date=date(2024, 2, 29),
        ...                amount="500.00")
        True
        """
        return self.extend([dict(event or {}, **fields)]) == 1

    def extend(self, events: Iterable[Mapping[str, Any]]) -> int:
        """Adds all events, or none: how many were not there. The row of an
        Error is the event's place among them."""
        lines = _lines(events)
        with self._lock:
            return call(abi.journal_append, journal=self._handle, events=lines)

    def append_invoices(self, *, id: Iterable[str], item: Iterable[str],
                        date: Any, due: Any,
                        amount_minor: Any,
                        recorded: Any = None,
                        interest: str | None = None) -> int:
        """The same of columns: invoices of one due amount each."""
        return self._append_columns(
            abi.journal_append_invoices, id, item, date=date, due=due,
            amount=amount_minor, recorded=recorded, interest=interest)

    def append_payments(self, *, id: Iterable[str],
                        date: Any, amount_minor: Any,
                        item: Iterable[str] | None = None,
                        recorded: Any = None,
                        type: str | None = None) -> int:
        """The same of columns: payments, each meant for its item, if there is
        a column of them, and its text is not empty."""
        return self._append_columns(
            abi.journal_append_payments, id, item, date=date,
            amount=amount_minor, recorded=recorded, type=type)

    def _append_columns(self, function, id, item, **columns):
        texts = _text_column("id", id)
        texts |= _text_column("item", [""] * len(texts["id_end"])
                              if item is None else item)
        with self._lock:
            return call(function, journal=self._handle, **texts, **columns)

    def __len__(self):
        with self._lock:
            return abi.journal_size(journal=self._handle)

    def write(self) -> str:
        """The journal's file, as `usance import` writes it."""
        with self._lock:
            return abi.journal_write(journal=self._handle)

    def replay(self, policy: AccountPolicy, as_of: Day, *,
               as_known_on: Day | None = None) -> "Account":
        """Where the account stands at the end of a day. With as_known_on,
        events that were recorded later are not known."""
        with self._lock:
            return Account(call(abi.account_replay, journal=self._handle,
                                policy=policy, as_of=as_of,
                                as_known_on=as_known_on))

    def __repr__(self):
        return (f"Journal({self.account!r}, {self.currency!r}) of "
                f"{len(self)} events")


    @classmethod
    def _of(cls, handle):
        journal = cls.__new__(cls)
        journal._handle, journal._lock = handle, threading.Lock()
        journal.account = abi.journal_account(journal=handle)
        journal.currency = abi.journal_currency(journal=handle)
        return journal


class Ledger:
    """The journals of many accounts, by account and currency. It only grows.
    Threads may share it.

    >>> ledger = usance.Ledger([
    ...     {"account": "C-7", "currency": "EUR", "id": "1", "kind": "payment",
    ...      "date": "2024-02-29", "amount": "500.00"}])
    >>> [journal.account for journal in usance.Ledger.read(ledger.write())]
    ['C-7']
    """

    __slots__ = ("_handle", "_lock", "chain", "torn_at")

    # Of a file: the chain of the last line that counts, and the byte at which
    # an unfinished last line begins.
    chain: str | None
    torn_at: int | None

    def __init__(self, events: Iterable[Mapping[str, Any]] = ()):
        self._lock = threading.Lock()
        self._handle = call(abi.ledger_create, events=_lines(events))
        self.chain = self.torn_at = None

    @classmethod
    def read(cls, text: str) -> "Ledger":
        """The ledger of a journal file, as `usance import` and write make it.
        What has been changed in it is refused."""
        ledger = cls.__new__(cls)
        ledger._lock = threading.Lock()
        ledger._handle, told = call(abi.ledger_read, text=text)
        ledger.chain = told.chain
        ledger.torn_at = None if told.torn_at < 0 else told.torn_at
        return ledger

    def append(self, event: Mapping[str, Any] | None = None, /,
               **fields: Any) -> bool:
        """Adds an event to the journal of its account and currency: False
        where it is there already."""
        return self.extend([dict(event or {}, **fields)]) == 1

    def extend(self, events: Iterable[Mapping[str, Any]]) -> int:
        """Adds all events, or none: how many were not there."""
        lines = _lines(events)
        with self._lock:
            return call(abi.ledger_append, ledger=self._handle, events=lines)

    def import_csv(self, invoices: str, mapping: Mapping[str, Any], *,
                   payments: str = "") -> int:
        """Adds what CSV says of invoices, and of payments: all of it, or none.
        The mapping says which column means what, as `usance import` takes it.
        How many events were not there."""
        with self._lock:
            return call(abi.ledger_import, ledger=self._handle,
                        mapping=json.dumps(mapping), invoices=invoices,
                        payments=payments)

    def journal(self, account: str, currency: str) -> Journal:
        """The journal of an account as it stands: what is appended to it does
        not come into the ledger."""
        with self._lock:
            return Journal._of(call(abi.ledger_find, ledger=self._handle,
                                    account=account, currency=currency))

    def __iter__(self) -> collections.abc.Iterator[Journal]:
        journal = None
        while True:
            try:
                with self._lock:
                    journal = abi.ledger_next(ledger=self._handle,
                                              journal=journal)
            except abi.Error as error:
                if error.reason == "OUT_OF_RANGE":
                    return
                raise
            yield Journal._of(journal)

    def __len__(self):
        with self._lock:
            return abi.ledger_count(ledger=self._handle)

    def write(self) -> str:
        """The journal file: the same whatever the order in which events
        came."""
        with self._lock:
            return abi.ledger_write(ledger=self._handle)

    def __repr__(self):
        return f"Ledger of {len(self)} journals"


def _text_column(name, texts):
    if isinstance(texts, (str, bytes)):
        raise TypeError(f"{name} must be a column of texts")
    texts = list(texts)
    for text in texts:
        if not isinstance(text, str):
            raise TypeError(f"{name} must be texts, not "
                            f"{type(text).__name__}")
    return {name: "".join(texts), f"{name}_end": list(
        itertools.accumulate(len(text.encode(errors="surrogatepass"))
                             for text in texts))}


def _lines(events):
    return "\n".join(map(_event_text, events))


def _total(name: str, doc: str) -> Any:
    return property(lambda self: to_amount(getattr(self._totals, name),
                                           self._digits), doc=doc)


class Posting(NamedTuple):
    """A movement as a double entry, with what decided it."""
    date: datetime.date
    event: str | None  # None: interest up to the day of the account
    event_kind: str | None
    kind: str
    debit: str  # a book, in neutral words
    credit: str
    item: str | None
    row: int | None
    component: str | None
    open: decimal.Decimal | None  # of that component of the row, before it
    amount: decimal.Decimal
    rule: str | None  # None: the event itself


class Difference(NamedTuple):
    """The first line of two snapshots that is another."""
    line: int  # from 1
    then: dict[str, Any]
    now: dict[str, Any]


class Account:
    """Where an account stands at the end of a day: Journal.replay makes it, and
    read, of a snapshot. Immutable, for any number of threads."""

    __slots__ = ("_handle", "_totals", "_digits", "__dict__")

    def __init__(self, handle):
        self._handle = handle
        self._totals = abi.account_describe(account=handle)
        self._digits = self._totals.digits

    @classmethod
    def read(cls, text: str) -> "Account":
        """The account of a snapshot, with its figures and names. What has been
        changed in it is refused, and so is what needs the journal or the policy:
        explain, statement, payoff, allocate and least_payment."""
        return cls(call(abi.account_read, text=text))

    def write(self) -> str:
        """The account as it stands, with what it came from, as text that shows
        every change: a snapshot, as `usance snapshot` makes it.

        >>> journal = usance.Journal("C-7", "EUR", [
        ...     {"id": "1", "kind": "payment", "date": "2024-02-29",
        ...      "amount": "500.00"}])
        >>> policy = usance.AccountPolicy(
        ...     {"allocation": "oldest due", "credit": "hold"}, "EUR")
        >>> text = journal.replay(policy, "2024-03-31").write()
        >>> print(usance.Account.read(text).unapplied)
        500.00
        """
        return abi.account_write(account=self._handle)

    def difference(self, now: "Account") -> Difference | None:
        """The first line that is another in the snapshot of an account; None
        where it stands as this one did."""
        text = abi.account_difference(then=self._handle, now=now._handle)
        return Difference(**json.loads(text)) if text else None

    total: decimal.Decimal = _total("open", "All that is open.")
    unapplied: decimal.Decimal = _total("unapplied", "Money of the debtor's.")
    pending: decimal.Decimal = _total("pending",
                                      "Payments that are not confirmed.")
    disputed: decimal.Decimal = _total("disputed", "Of what is open.")
    recovered: decimal.Decimal = _total("recovered",
                                        "For what was written off.")

    @property
    def as_of(self) -> datetime.date:
        """The day at whose end it stands so."""
        return self._totals.as_of

    @property
    def currency(self) -> str:
        """Of all amounts."""
        return self._totals.currency

    @property
    def state(self) -> str:
        """One of usance.names("account state")."""
        return self._totals.state

    @property
    def days_past_due(self) -> int:
        """The most of the rows'."""
        return self._totals.days_past_due

    @property
    def provisional(self) -> bool:
        """A rate was carried on past what is known."""
        return self._totals.provisional

    @property
    def open(self) -> Amounts:
        """What is open, by component."""
        return self._amounts(self._totals)

    @functools.cached_property
    def items(self) -> list[AccountItem]:
        """What invoices opened, in their order."""
        made = abi.account_items(account=self._handle)
        return [AccountItem(id, to_day(on), to_day(baseline),
                            _name("item_state", state), *map(bool, flags))
                for id, on, baseline, state, *flags in
                zip(self._names["items"], *made)]

    @functools.cached_property
    def rows(self) -> list[AccountRow]:
        """One for each due amount."""
        items = self._names["items"]
        return [AccountRow(items[item], int(number), to_day(due),
                           to_day(original), int(late), _maybe_day(settled),
                           *to_amounts(amounts, self._digits))
                for item, number, due, original, late, settled, *amounts in
                zip(*self._row_columns)]

    @functools.cached_property
    def movements(self) -> list[Movement]:
        """Every cent from event to row and component, in order."""
        return [Movement(self._event(event), _name("movement_kind", kind),
                         _name("component", component), to_day(on),
                         *self._place(row), _maybe(cell),
                         *to_amounts(amounts, self._digits))
                for event, kind, component, on, row, cell, *amounts in
                zip(*abi.account_movements(account=self._handle))]

    @functools.cached_property
    def promises(self) -> list[Promise]:
        """What became of the promises to pay."""
        return [Promise(self._event(event), _name("promise_state", state),
                        to_amount(int(paid), self._digits))
                for event, state, paid in
                zip(*abi.account_promises(account=self._handle))]

    @functools.cached_property
    def ignored(self) -> list[Ignored]:
        """The events that changed no figure, and why."""
        return [Ignored(self._event(event), why) for event, why in
                zip(abi.account_ignored(account=self._handle),
                    self._names["ignored"])]

    def explain(self) -> list[str]:
        """What the account has come to, a sentence each, by days: every movement
        with its event and the rule that decided, and every event that moved
        nothing and yet stands behind a figure, with why it was ignored, if it
        was. Amounts are exact, in the account's currency."""
        return abi.account_explain(account=self._handle).split("\n")[:-1]

    def postings(self) -> list[Posting]:
        """Every movement as a double entry: the amount goes to the debit of one
        book and to the credit of another."""
        made = json.loads(abi.account_postings(account=self._handle))
        postings = []
        for one in made["postings"]:
            one["date"] = datetime.date.fromisoformat(one["date"])
            for name in ("open", "amount"):
                if name in one:
                    one[name] = decimal.Decimal(one[name])
            postings.append(Posting(*map(one.get, Posting._fields)))
        return postings

    def age(self, basis: str = "due",
            edges: collections.abc.Sequence[int] = (30, 60, 90, 120), *,
            currency: str | None = None, fx: FxTable | None = None,
            rounding: str | None = None) -> Aging:
        """What is open by age: the edges are the last days of the buckets but
        the last. In another currency, each amount at the rate of as_of, by fx
        and rounding."""
        if currency is None or fx is None or rounding is None:
            if currency is not None or fx is not None or rounding is not None:
                raise TypeError("currency, fx and rounding come together")
            made = call(abi.account_age, account=self._handle, basis=basis,
                        edge=list(edges))
        else:
            made = call(abi.account_age_in, account=self._handle, basis=basis,
                        edge=list(edges), currency=currency, fx=fx,
                        rounding=rounding)
        totals = made.aging

        def amount(minor):
            return to_amount(minor, totals.digits)

        return Aging(
            totals.as_of, totals.currency, amount(totals.not_due),
            totals.not_due_rows,
            [AgingBucket(int(first), int(last) or None, amount(minor),
                         int(rows))
             for first, last, minor, rows in zip(
                 made.first_day, made.last_day, made.amount, made.rows)],
            amount(totals.unapplied), amount(totals.total),
            amount(totals.disputed))

    def statement(self, start: Day) -> Statement:
        """What happened from a day to as_of, both included."""
        made = call(abi.account_statement, _field="start",
                    account=self._handle, from_=start)
        totals = made.statement
        lines = [StatementLine(
            self._event(event), _name("movement_kind", kind),
            _name("component", component), to_day(on), *self._place(row),
            *to_amounts(amounts, self._digits))
                 for event, kind, component, on, row, *amounts in
                 zip(*made[:7])]
        return Statement(totals.first, totals.last,
                         self._balance(totals, "opening"), lines,
                         self._balance(totals, "correction"),
                         self._balance(totals, "closing"))

    def open_items(self) -> OpenItems:
        """What is open on as_of, by due day."""
        made = call(abi.account_open_items, account=self._handle)
        lines = []
        for index, *amounts in zip(*made[:5]):
            row = self.rows[index]
            lines.append(OpenItem(row.item, row.number, row.due,
                                  row.days_past_due,
                                  *to_amounts(amounts, self._digits)))
        return OpenItems(lines, self.unapplied, self._amount(made.total))

    def payoff(self) -> Payoff:
        """What closes the account on as_of."""
        made = abi.account_quote_payoff(account=self._handle)
        return Payoff(made.on, self._amounts(made),
                      *to_amounts((made.unapplied, made.pay, made.per_diem),
                                  self._digits))

    def allocate(self, amount: Amount, *, type: str | None = None,
                 designations: Iterable[Mapping[str, Any]] = ()
                 ) -> list[Allocation]:
        """Where a payment on as_of would go; nothing is recorded. A
        designation has an item, and may have a row, component and amount."""
        columns: dict[str, list] = {"item": [], "number": [], "only": [],
                                    "most": []}
        for one in designations:
            unknown = one.keys() - {"item", "row", "component", "amount"}
            if unknown or "item" not in one:
                raise TypeError(f"designations: no {sorted(unknown) or 'item'}")
            columns["item"].append(self._item(one["item"]))
            columns["number"].append(one.get("row") or 0)
            columns["only"].append(one.get("component"))
            columns["most"].append(to_minor("designations", one.get("amount"),
                                            self.currency))
        made = call(abi.account_allocate, account=self._handle, type=type,
                    amount=required_minor("amount", amount, self.currency),
                    **columns)
        return [Allocation(_name("movement_kind", kind),
                           _name("component", component), *self._place(row),
                           _maybe(cell), self._amount(minor))
                for kind, component, row, cell, minor in zip(*made)]

    def least_payment(self, days: int = 0) -> decimal.Decimal | None:
        """The least payment on as_of after which nothing is past due by more
        than so many days; None where no amount does."""
        return to_amount(call(abi.account_least_payment, account=self._handle,
                              days=days), self._digits)

    def closing_payment(self, item: str) -> decimal.Decimal | None:
        """The least payment on as_of after which nothing of an item is open;
        None where no amount does."""
        return to_amount(call(abi.account_least_to_close, account=self._handle,
                              item=self._item(item, "/item")), self._digits)

    def to_dataframe(self, of: str = "rows"):
        """The rows, movements or items as a pandas.DataFrame: dates are
        datetime64, amounts Decimal."""
        kinds = {"rows": (AccountRow, ("due", "original_due", "settled_on")),
                 "movements": (Movement, ("date",)),
                 "items": (AccountItem, ("document_date", "baseline"))}
        if of not in kinds:
            raise ValueError(f"of must be one of {', '.join(kinds)}")
        return _frame(getattr(self, of), *kinds[of])

    def __repr__(self):
        return (f"Account on {self.as_of}: {self.state}, {self.total} "
                f"{self.currency} open, {self.unapplied} unapplied")

    @functools.cached_property
    def _names(self):
        return json.loads(abi.account_names(account=self._handle))

    @functools.cached_property
    def _row_columns(self):
        return abi.account_rows(account=self._handle)

    def _amount(self, minor):
        return to_amount(int(minor), self._digits)

    def _amounts(self, totals, prefix=""):
        return Amounts(*(self._amount(getattr(totals, prefix + name))
                         for name in Amounts._fields))

    def _balance(self, totals, name):
        return Balance(self._amounts(totals, f"{name}_"),
                       self._amount(getattr(totals, f"{name}_unapplied")))

    def _event(self, index):
        return None if index < 0 else self._names["events"][index]

    def _item(self, id, field="/designations"):
        try:
            return self._names["items"].index(id)
        except ValueError:
            raise abi.Error("OUT_OF_RANGE", "OUT_OF_RANGE", field,
                            f"{id!r} is no item") from None

    def _place(self, row):
        """The item and the number of a row."""
        if row < 0:
            return None, None
        columns = self._row_columns
        return (self._names["items"][columns.item[row]],
                int(columns.number[row]))


_CHOICES = {group: {number: name for name, number in names.items()}
            for group, names in _low.CHOICES.items()}


def _name(group, number):
    return _CHOICES[group].get(int(number))


def _maybe(index):
    return None if index < 0 else int(index)


def _maybe_day(day):
    return None if day == _low.NULL_DAY else to_day(day)


def _frame(rows, kind, dates):
    import pandas  # type: ignore[import]
    frame = pandas.DataFrame(rows, columns=kind._fields)
    for name in dates:
        try:
            frame[name] = pandas.to_datetime(frame[name])
        except pandas.errors.OutOfBoundsDatetime:
            pass
    return frame
