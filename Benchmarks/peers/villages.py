#!/usr/bin/env python3
"""Projects the same villages with Outlay and with numpy, checks that they agree, and prints both times.

  villages.py OUTLAY [--villages 3000] [--replicates 1000] [--runs 3] [--work DIR]

The work: five years of every lever of the shipped scenario, with correlated shocks of towns and
villages, and the totals of every replicate. Both begin with columns in memory. Agreement: income,
assets and debt of each village and year on the central path, without shocks, within 0.03 yuan
(five sources, each rounded to the fen); medians of total income and assets within 0.5 %, since the
draws are others. Outlay's time is its stage "project" (`outlay villages --timings`), numpy's that of
`project`.
"""
import argparse, csv, json, re, subprocess, sys, time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ["rent", "lease", "service", "investment", "property", "other_assets"]
TOWNS = 18


def write_question(work, count):
    random = np.random.default_rng(1)
    own = np.exp(random.normal(14, 0.9, count))
    mix = random.dirichlet([6, 2, 1, 1], count) * own[:, None]
    assets = own * np.exp(random.normal(2.7, 0.5, count))
    share = random.uniform(0.4, 0.75, count)
    v = dict(rent=mix[:, 0], lease=mix[:, 1], service=mix[:, 2], investment=mix[:, 3],
             subsidy=own * 0.06, property=assets * share, other_assets=assets * (1 - share),
             debt=own * (random.random(count) < 0.45))
    v = {name: np.round(column) for name, column in v.items()}
    v["idle_m2"] = np.round(1200 * (random.random(count) < 0.35))
    v["unleased_mu"] = np.round(60 * (random.random(count) < 0.5))
    v["town"] = np.arange(count) % TOWNS
    (work / "ledger").mkdir(parents=True, exist_ok=True)
    names = [n for n in v if n != "town"]
    head = [n if n in ("idle_m2", "unleased_mu") else n + "_yuan" for n in names]
    with open(work / "ledger/villages.csv", "w") as file:
        file.write("village,town," + ",".join(head) + "\n")
        for i in range(count):
            cells = ",".join(f"{v[n][i]:.0f}" for n in names)
            file.write(f"V{i:05d},T{v['town'][i]:02d},{cells}\n")
    question = work / "villages.yaml"
    question.write_text("title: benchmark\nvillages:\n"
                        f"  from: {ROOT}/Scenarios/cixi-villages.yaml\n  population: ledger\n")
    return question, v


def project(v, a, replicates, shocks=True, years=5):
    """Totals by year and replicate, or without shocks the paths of all villages."""
    count = len(v["rent"])
    get = lambda name: a["villages." + name]
    factor = np.eye(6)
    for i in range(6):
        for j in range(i):
            factor[i, j] = factor[j, i] = get(f"correlation.{SOURCES[j]}-{SOURCES[i]}")
    factor = np.linalg.cholesky(factor)
    spread = lambda kind: factor * np.array([get(f"shock.{kind}.{s}") for s in SOURCES])[:, None]
    own_mix, town_mix = spread("own").T.astype("f4"), spread("town").T.astype("f4")
    random = np.random.Generator(np.random.Philox(7))
    shape = (replicates, count)
    state = {n: np.broadcast_to(v[n].astype(float), shape) for n in v if n != "town"}
    s = state
    before = s["rent"] + s["lease"] + s["service"] + s["investment"]
    income_before = before + s["subsidy"]
    stake = np.zeros(shape)
    pending = [np.zeros(shape) for _ in range(11)]
    growth = lambda name: 1 + get("growth." + name)
    townfolk, out = v["town"], []
    for _ in range(years):
        if shocks:
            draws = random.standard_normal((*shape, 6), dtype="f4") @ own_mix
            draws += (random.standard_normal((replicates, TOWNS, 6), dtype="f4") @ town_mix)[:, townfolk]
            f = np.maximum(0, 1 + draws.astype("f8"))
            f = [f[..., i] for i in range(6)]
        else:
            f = [1.0] * 6
        rent = (s["rent"] * growth("rent") + pending[0]) * f[0]
        pending = pending[1:] + [np.zeros(shape)]
        lease = (s["lease"] * growth("lease")
                 + s["unleased_mu"] * get("resources.pace") * get("resources.rent")) * f[1]
        unleased = s["unleased_mu"] * (1 - get("resources.pace"))
        service = s["service"] * growth("service") * f[2]
        returns = s["investment"] * growth("investment") * f[3]
        prop = s["property"] * growth("property") * f[4]
        revalued = s["other_assets"] * growth("other_assets") * f[5]
        weak = before < get("class.weak_below")
        better = before >= get("class.better_from")
        operating = np.where(weak, get("operating.weak"),
                             np.where(better, get("operating.better"), get("operating.general")))

        def part(wanted, means):
            return np.where(wanted > means, means / np.maximum(wanted, 1e-300), 1.0)

        funds = revalued
        wanted = weak * get("property.cost")
        own = 1 - get("property.city_share") - get("property.town_share")
        projects = wanted * part(wanted * own, funds)
        funds = np.maximum(0, funds - projects * own)
        kept = get("property.town_keeps")
        built = projects * (1 - get("property.city_share") * kept)
        own_c = 1 - get("conversion.city_share") - get("conversion.town_share")
        area = weak * s["idle_m2"] * get("conversion.pace")
        cost = area * get("conversion.cost")
        scale = part(cost * own_c, funds)
        area, cost = area * scale, cost * scale
        funds = np.maximum(0, funds - cost * own_c)
        joint = funds * get("joint.share")
        funds = funds - joint
        placed = funds * get("guarantee.share")
        funds = funds - placed
        prop = prop + built + cost * (1 - get("conversion.city_share") * kept) + joint
        for name, amount in [("property", built * get("property.yield")),
                             ("conversion", area * get("conversion.rent")),
                             ("joint", joint * get("joint.yield"))]:
            delay = int(get(name + ".delay"))
            if delay == 0:
                rent = rent + amount
            else:
                pending[delay - 1] = pending[delay - 1] + amount
        investment = returns + stake * (get("guarantee.base") + get("guarantee.dividend") * f[3])
        other = s["subsidy"] * growth("subsidy")
        stable = rent + lease + service + investment
        tax = get("tax.rate") * get("tax.town_share") * get("tax.returned")
        income = stable + other + operating + rent * tax
        left = (funds + income - income_before * (1 - get("saving.share"))
                - s["debt"] * get("debt.interest"))
        borrowed, means = np.maximum(0, -left), np.maximum(0, left)
        repaid = np.minimum(s["debt"] * get("debt.repayment"), means)
        others = means - repaid
        s = dict(rent=rent, lease=lease, service=service, subsidy=other, property=prop,
                 investment=np.maximum(0, returns + (others - revalued) * get("funds.yield")),
                 other_assets=others, debt=s["debt"] + borrowed - repaid,
                 idle_m2=np.maximum(0, s["idle_m2"] - area), unleased_mu=unleased)
        stake = stake + placed
        before, income_before = stable, income
        assets = prop + others + stake
        out.append([income, assets, s["debt"]] if not shocks else
                   [income.sum(1), assets.sum(1), (income < get("targets.least_income")).sum(1)])
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("outlay")
    parser.add_argument("--villages", type=int, default=3000)
    parser.add_argument("--replicates", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--work", type=Path, default=Path("villages-work"))
    options = parser.parse_args()
    work = options.work.resolve()
    question, v = write_question(work, options.villages)
    ours, theirs, a, totals = [], [], None, []
    for _ in range(options.runs):
        run = subprocess.run(
            [options.outlay, "villages", question, "--replicates", str(options.replicates),
             "--out", work / "results", "--lang", "en", "--timings"],
            check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        ours.append(float(re.search(r"project: ([\d.]+) ms", run.stderr)[1]) / 1000)
        if a is None:
            summary = json.loads((work / "results/summary.json").read_text())
            a = {x["address"]: float(x["value"]) for x in summary["assumptions"]}
        start = time.perf_counter()
        # In blocks of replicates that leave memory for others.
        totals = [project(v, a, min(50, options.replicates - first))
                  for first in range(0, options.replicates, 50)]
        theirs.append(time.perf_counter() - start)
    path = project(v, a, 1, shocks=False)
    worst = 0.0
    with open(work / "results/villages.csv", newline="") as file:
        for row in csv.DictReader(file):
            year, i = int(row["year"]) - 2017, int(row["village"][1:])
            if year < 0:
                continue
            for name, column in zip(["income_yuan", "assets_yuan", "debt_yuan"], path[year]):
                worst = max(worst, abs(float(row[name]) - column[0, i]))
    apart = 0.0
    with open(work / "results/totals.csv", newline="") as file:
        for row in list(csv.DictReader(file))[1:]:
            year = int(row["year"]) - 2017
            for index, name in enumerate(["income_p50", "assets_p50"]):
                median = np.median(np.concatenate([b[year][index] for b in totals]))
                apart = max(apart, abs(float(row[name]) / median - 1))
    x, y = np.median(ours), np.median(theirs)
    # The two run in turn: a ratio taken pair by pair keeps its meaning where the machine's speed drifts.
    ratios = np.array(theirs) / np.array(ours)
    print(f"{options.villages:,} villages, 5 years, {options.replicates:,} replicates")
    print(f"central path apart by at most {worst:.3f} yuan, medians by {apart:.4%}")
    print(f"outlay {x:.3f} s, numpy {y:.3f} s, ratio {np.median(ratios):.1f}  (medians of "
          f"{options.runs} pairs; the ratios lie between {ratios.min():.1f} and {ratios.max():.1f})")
    sys.exit(0 if worst <= 0.03 and apart <= 0.005 else 1)


if __name__ == "__main__":
    main()
