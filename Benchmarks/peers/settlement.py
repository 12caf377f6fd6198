#!/usr/bin/env python3
"""Settles the same claims with Outlay and with numpy, checks that every claim agrees to the fen, and
prints both times.

  settlement.py OUTLAY [--size 1000000] [--runs 5] [--work DIR]

The work: twelve measures of Cixi's policy of 2017 (a rate by track, rates with thresholds and caps,
unit prices, steps, a ladder, a cap a company, allowances by months), some three claims an enterprise,
all grounds of ineligibility, one support a basis, and one budget shared out by largest remainder. Both
begin with columns in memory and end with the same figures for every claim: assessed amount, award,
payment, the reason why nothing is paid and the claim that excludes. Outlay's time is its stage "settle"
(`outlay run --timings`), which also finds out which claims meet, as numpy's sorting does.
"""
import argparse, csv, re, subprocess, sys, time
from pathlib import Path

import numpy as np
import yaml

ROOT = Path(__file__).resolve().parents[2]
POLICY = ROOT / "Scenarios/policies/cixi-2017-06"
MEASURES = {  # id: claims for one enterprise
    "equipment-investment": 0.4, "integration-software": 0.3, "rooftop-solar-industrial": 0.2,
    "four-bases-purchase": 0.3, "design-centre": 0.1, "design-purchase": 0.4,
    "invention-patent": 0.3, "export-credit-insurance": 0.3, "export-growth": 0.1,
    "revenue-step-industry": 0.2, "online-sales": 0.2, "talent-reserve-postgraduate": 0.2,
}


# ------------------------------------------------------------------ the same question for both
def write_question(work, size):
    policy = work / "policies/twelve"
    policy.mkdir(parents=True, exist_ok=True)
    measures = []
    for chapter in sorted(POLICY.glob("chapter-*.yaml")):
        text = chapter.read_text()
        blocks = re.split(r"(?m)^(?=  - id: )", text)[1:]
        measures += [b for b in blocks if re.match(r"  - id: (\S+)", b)[1] in MEASURES]
    (policy / "chapter-1.yaml").write_text(
        "chapter: chapter-1\ntitle: {zh: 十二条, en: Twelve measures}\nmeasures:\n" + "".join(measures))
    rules = (POLICY / "policy.yaml").read_text()
    rules = re.sub(r"(?ms)^chapters:.*?(?=^\S)", "chapters: [chapter-1.yaml]\n", rules)
    rules = re.sub(r"(?m)^policy:.*$", "policy: twelve", rules)
    (policy / "policy.yaml").write_text(rules)
    base = yaml.safe_load((ROOT / "Scenarios/cixi-2017-baseline.yaml").read_text())
    synthetic = base["population"]["synthetic"]
    synthetic["size"] = size
    claims = synthetic["claims"]
    claims["measures"] = {
        name: {**claims["measures"].get(name, {}), "propensity": f"{100 * share}%"}
        for name, share in MEASURES.items()}
    for name in claims["measures"]:
        for restriction in ("industries", "sizes", "kinds"):
            claims["measures"][name].pop(restriction, None)
    claims["measures"]["design-centre"]["shared_basis"] = "0%"
    question = {"title": "Twelve measures", "policy": "twelve", "year": 2017,
                "population": {"synthetic": synthetic}, "budget": f"{size // 10}万"}
    def plain(value):  # yaml reads dates and yes; the scenario wants them as written
        if isinstance(value, dict):
            return {str(k): plain(v) for k, v in value.items()}
        if isinstance(value, list):
            return [plain(v) for v in value]
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value if isinstance(value, (int, float)) else str(value)
    path = work / "question.yaml"
    path.write_text(yaml.safe_dump(plain(question), allow_unicode=True, sort_keys=False))
    return path


# ------------------------------------------------------------------ columns
def days(text):
    return int((np.datetime64(text) - np.datetime64("1970-01-01")).astype(int)) if text else 0


def third_anniversary(date):
    later = f"{int(date[:4]) + 3}{date[4:]}" if date else ""
    return later[:4] + "-02-28" if later.endswith("-02-29") else later


def scaled(text, decimals):
    whole, _, part = text.partition(".")
    return int(whole or 0) * 10**decimals + int((part + "0" * decimals)[:decimals] or 0)


def load(directory):
    register = {}
    with open(directory / "enterprises.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    index = {row["enterprise"]: i for i, row in enumerate(rows)}
    subjects = {}
    register["subject"] = np.array(
        [subjects.setdefault(r["group"] or "\0" + r["enterprise"], len(subjects)) for r in rows])
    for name in ("registered_here", "taxed_here", "penalised", "safety_accident",
                 "energy_target_met", "special_deal"):
        register[name] = np.array([r[name] == "yes" for r in rows])
    register["company"] = np.array([r["kind"] == "company" for r in rows])
    register["below_b"] = np.array([r["safety_grade"] in ("C", "D") for r in rows])
    register["fraud"] = np.array([days(r["fraud_found_on"]) for r in rows])
    register["fraud_ends"] = np.array([days(third_anniversary(r["fraud_found_on"])) for r in rows])
    bases, tables = {}, {}
    for name in MEASURES:
        with open(directory / f"claims/{name}.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        table = {
            "claim": np.array([r["claim"] for r in rows]),
            "enterprise": np.array([index[r["enterprise"]] for r in rows]),
            "basis": np.array([bases.setdefault(r["basis"], len(bases)) if r["basis"] else -1 for r in rows]),
            "filed": np.array([days(r["filed_on"]) for r in rows]),
            "deferred": np.array([r["settle_next_year"] == "yes" for r in rows]),
            "elsewhere": np.array([r.get("elsewhere", "") == "yes" for r in rows]),
        }
        for column in rows[0]:
            if column in table or column in ("claim", "filed_on", "settle_next_year"):
                continue
            if column.endswith("_yuan") or column.endswith("_usd"):
                table[column] = np.array([scaled(r[column], 2) for r in rows])
            elif column.endswith("_mw") or column.endswith("_kwh"):
                table[column] = np.array([scaled(r[column], 3) for r in rows])
            elif rows[0][column].isdigit():
                table[column] = np.array([int(r[column]) for r in rows])
            else:
                table[column] = np.array([r[column] for r in rows])
        tables[name] = table
    return register, tables


def order_of_ids(tables):
    ids = np.concatenate([t["claim"] for t in tables.values()])
    rank = np.empty(len(ids), np.int64)
    rank[np.argsort(ids, kind="stable")] = np.arange(len(ids))
    return rank


# ------------------------------------------------------------------ the work, in numpy
def rounded(numerator, denominator):
    return (2 * numerator + denominator) // (2 * denominator)


WAN = 1_000_000  # fen in ten thousand yuan
(PAID, DEFERRED, YEAR, BELOW, CONDITION, NO_RISE, ELSEWHERE, EXCLUDED, CAP, BUDGET) = range(10)
CODES = ["", "deferred", "outside-year", "below-threshold", "condition-not-met", "no-rise",
         "supported-elsewhere", "excluded-by", "company-cap", "budget"]
RULES = ["penalised", "safety-accident", "safety-grade", "energy-target", "not-registered", "not-taxed",
         "fraud", "special-deal"]  # of these, reason 16 + place


def unmet(t, name):
    """What fails a condition that is no threshold."""
    if name == "rooftop-solar-industrial":
        return (t["capacity_mw"] >= 500) & (t["had_earlier_city_award"] == "yes")
    return None


def assess(t, name):
    if name == "equipment-investment":
        tracks, place = np.unique(t["track"], return_inverse=True)
        terms = {"general": (4, 200), "three-plus-three": (6, 300), "six-key": (8, 400),
                 "smart-demonstration": (15, 500)}
        rate = np.array([terms[x][0] for x in tracks])[place]
        cap = np.array([terms[x][1] for x in tracks])[place] * WAN
        x = t["equipment_yuan"]
        return np.where(x >= 500 * WAN, np.minimum(rounded(x * rate, 100), cap), 0)
    if name == "integration-software":
        x = t["software_yuan"]
        return np.where(x >= 30 * WAN, np.minimum(rounded(x * 30, 100), 30 * WAN), 0)
    if name == "rooftop-solar-industrial":
        paid = np.minimum(rounded(t["output_kwh"] * 5, 1000), 60 * WAN)
        return np.where((t["capacity_mw"] >= 500) & (t["had_earlier_city_award"] == "no"), paid, 0)
    if name == "four-bases-purchase":
        return t["approved_yuan"].copy()
    if name == "design-centre":
        return levels(t["level"])
    if name == "design-purchase":
        return np.minimum(rounded(t["design_purchase_yuan"] * 10, 100), 20 * WAN)
    if name == "invention-patent":
        return t["patents"] * np.where(t["holder"] == "company", 1_600_000, 1_000_000)
    if name == "export-credit-insurance":
        insured, premium = t["insured_usd"], t["premium_yuan"]
        return np.where(insured > 5_000_000_00, rounded(premium * 20, 100),
                        np.where(insured > 1_000_000_00, rounded(premium * 15, 100), 0))
    if name == "export-growth":
        now, before = t["exports_yuan"], t["prior_exports_yuan"]
        steps = np.maximum((now - before) // (500 * WAN), 0)
        grows = np.where(before == 0, now > 0, (now - before) * 20 > before)
        return np.where((t["rank"] <= 100) & grows, np.minimum(steps * WAN, 50 * WAN), 0)
    if name == "revenue-step-industry":
        best = np.maximum(t["last_year_yuan"], t["best_earlier_yuan"])
        step = 50_000 * WAN
        return np.maximum(t["revenue_yuan"] // step - best // step, 0) * 100 * WAN
    if name == "online-sales":
        sales, last, best = t["sales_yuan"], t["last_year_yuan"], t["best_earlier_yuan"]
        first = (sales > 1000 * WAN) & (np.maximum(last, best) <= 1000 * WAN)
        grows = np.where(last == 0, sales > 0, (sales - last) * 10 >= last * 3)
        due = first | ((sales >= 1000 * WAN) & grows)
        return np.where(due, np.minimum(rounded(sales * 5, 1000), 10 * WAN), 0)
    if name == "talent-reserve-postgraduate":
        months = np.minimum(t["months"], 24 - t["months_before"])
        return np.where(t["months_before"] < 24, np.maximum(months, 0) * 2000_00, 0)
    raise KeyError(name)


def levels(column):
    values, place = np.unique(column, return_inverse=True)
    worth = {"": 0, "national": 50, "provincial": 30, "ningbo": 20}
    return np.array([worth[v] for v in values])[place] * WAN


def settle(register, tables, rank, budget):
    names = list(tables)
    sizes = [len(tables[n]["filed"]) for n in names]
    assessed = np.concatenate([assess(tables[n], n) for n in names])
    reason = np.where(assessed == 0, BELOW, PAID).astype(np.uint8)
    start = 0
    for n, size in zip(names, sizes):
        failed = unmet(tables[n], n)
        if failed is not None:
            reason[start:start + size][failed] = CONDITION
        start += size
    column = lambda key: np.concatenate([tables[n][key] for n in names])
    measure = np.repeat(np.arange(len(names)), sizes)
    enterprise, basis, filed = column("enterprise"), column("basis"), column("filed")

    company = register["company"]
    deal = np.zeros(register["subject"].max() + 1, bool)
    deal[register["subject"][register["special_deal"]]] = True
    rules = [register["penalised"], register["safety_accident"], register["below_b"],
             ~register["energy_target_met"], company & ~register["registered_here"],
             company & ~register["taxed_here"], None, deal[register["subject"]]]
    fraud, ends = register["fraud"][enterprise], register["fraud_ends"][enterprise]
    by_claim = (fraud > 0) & (filed >= fraud) & (filed < ends)
    # The first rule that strikes, of the enterprise's and of the claim's.
    before, after = np.zeros(len(company), np.uint8), np.zeros(len(company), np.uint8)
    for place in (7, 5, 4, 3, 2, 1, 0):
        (after if place == 7 else before)[rules[place]] = 16 + place
    before, after = before[enterprise], after[enterprise]
    ineligible = np.where(before > 0, before, np.where(by_claim, np.uint8(16 + 6), after))
    barred = np.select(
        [column("deferred"), (filed < days("2017-01-01")) | (filed > days("2017-12-31"))],
        [np.uint8(DEFERRED), np.uint8(YEAR)], ineligible)
    reason = np.where(barred > 0, barred, reason)
    award = np.where(barred > 0, 0, assessed)

    def strike(rows, code):
        reason[rows[(award[rows] == 0) & (reason[rows] == PAID)]] = code

    # A rise of level pays the difference.
    ladder = names.index("design-centre")
    rows = slice(sum(sizes[:ladder]), sum(sizes[: ladder + 1]))
    held = levels(tables["design-centre"]["prior_level"])
    award[rows] = np.maximum(award[rows] - held, 0)
    strike(np.arange(rows.start, rows.stop), NO_RISE)

    # Of the claims of a subject on a basis the highest is paid; none if it is supported elsewhere.
    subject = register["subject"][enterprise]
    key = subject * (basis.max() + 1) + basis
    elsewhere = column("elsewhere")
    marked = np.unique(key[elsewhere & (basis >= 0)])
    rows = np.flatnonzero(elsewhere | ((basis >= 0) & np.isin(key, marked)))
    award[rows] = 0
    strike(rows, ELSEWHERE)
    tied = np.flatnonzero((basis >= 0) & (award > 0))
    order = tied[np.lexsort((rank[tied], measure[tied], -award[tied], key[tied]))]
    loses = np.zeros(len(order), bool)
    loses[1:] = key[order][1:] == key[order][:-1]
    first = np.maximum.accumulate(np.where(loses, 0, np.arange(len(order))))
    excluder = np.full(len(award), -1, np.int32)
    excluder[order[loses]] = order[first[loses]]
    award[order[loses]] = 0
    strike(order[loses], EXCLUDED)

    # 7.1: no more than a million a company, in the order of claim ids.
    limited = names.index("four-bases-purchase")
    rows = np.arange(sum(sizes[:limited]), sum(sizes[: limited + 1]))
    rows = rows[np.lexsort((rank[rows], enterprise[rows]))]
    total = np.cumsum(award[rows])
    first = np.r_[True, enterprise[rows][1:] != enterprise[rows][:-1]]
    before = total - award[rows] - np.maximum.accumulate(np.where(first, total - award[rows], 0))
    award[rows] = np.clip(100 * WAN - before, 0, award[rows])
    strike(rows, CAP)

    # Pro rata, by largest remainder; the remainder modulo 2^64 is exact.
    demand = int(award.sum())
    paid = award.copy()
    if demand > budget:
        due = np.flatnonzero(award)
        weight = award[due]
        paid_due = np.floor(weight * (budget / demand)).astype(np.int64)
        rest = weight * budget - paid_due * demand
        fix = rest // demand
        paid_due, rest = paid_due + fix, rest - fix * demand
        left = budget - int(paid_due.sum())
        paid_due[np.lexsort((rank[due], -rest))[:left]] += 1
        paid[due] = paid_due
    reason[(paid == 0) & (award > 0)] = BUDGET
    return assessed, award, paid, reason, excluder


# ------------------------------------------------------------------ both, side by side
def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("outlay")
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--work", type=Path, default=Path("settlement-work"))
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    question = write_question(work, options.size)
    ledger = work / "ledger"
    if not (ledger / "enterprises.csv").exists():
        subprocess.run([options.outlay, "synthesize", question, "--out", ledger], check=True,
                       stdout=subprocess.DEVNULL)
    register, tables = load(ledger)
    rank = order_of_ids(tables)
    budget = options.size // 10 * WAN
    ours, theirs = [], []
    for _ in range(options.runs):
        run = subprocess.run([options.outlay, "run", question, "--out", work / "results", "--timings"],
                             check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        ours.append(float(re.search(r"settle: ([\d.]+) ms", run.stderr)[1]) / 1000)
        start = time.perf_counter()
        results = settle(register, tables, rank, budget)
        theirs.append(time.perf_counter() - start)
    ids = np.concatenate([t["claim"] for t in tables.values()])
    place = {claim: i for i, claim in enumerate(ids)}
    reason, excluder = results[3:]
    name = lambda i: (f"ineligible:{RULES[reason[i] - 16]}" if reason[i] >= 16
                      else f"excluded-by:{ids[excluder[i]]}" if reason[i] == EXCLUDED
                      else CODES[reason[i]])
    different = 0
    with open(work / "results/claims.csv", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for row in rows:
            i = place[row[0]]
            if ([scaled(x, 2) for x in row[3:6]] != [int(column[i]) for column in results[:3]]
                    or row[6] != name(i)):
                different += 1
                if different < 5:
                    print("differs:", row, [int(c[i]) for c in results[:3]], name(i), file=sys.stderr)
    a, b = np.median(ours), np.median(theirs)
    # The two run in turn: a ratio taken pair by pair keeps its meaning where the machine's speed drifts.
    ratios = np.array(theirs) / np.array(ours)
    print(f"{len(register['company']):,} enterprises, {len(ids):,} claims, {different} differ")
    print(f"outlay {a:.3f} s, numpy {b:.3f} s, ratio {np.median(ratios):.1f}  (medians of "
          f"{options.runs} pairs; the ratios lie between {ratios.min():.1f} and {ratios.max():.1f})")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
