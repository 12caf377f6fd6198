#!/usr/bin/env python3
"""Sets Outlay beside numpy, numba, polars and DuckDB on the same panel, checks that all agree, and prints
times and ratios side by side.

  panel.py OUTLAY_WORKLOADS [--size 100000] [--workloads w1,w2,w2g,w3] [--runs 5] [--threads 2]
           [--work DIR] [--tools outlay,outlay-claims,numpy,numba,polars,duckdb]

The panel: sixty rate-and-cap measures, of which the first twenty stand in five groups of four that an
enterprise gets only the largest of (the first of equal ones); twenty towns; three grounds of
eligibility. An amount is floor(min(rate × base, cap) × 100 + 0.5) fen where the base reaches the
threshold and every ground is met, else nothing. All sums are of whole numbers below 2^53, so that every
tool must come to the same, in whatever order it adds.

  w1    one evaluation: totals by measure, by measure and town, and by enterprise, the grand total, the
        factor min(1, budget / total), and what each enterprise is paid
  w2    a grid of 10 × 10 × 10 over rate and cap of measures 1 (in a group), 30 and 45: grand totals and
        factors
  w2g   the same over measures 1, 2 and 3, all of one group
  w3    200 replicates: weights (Poisson counts of mean one) times amounts, by replicate and measure

Payments may differ by a fen, since Outlay shares out by largest remainder and adds up to the budget; they
are held against each other within a fen for each claim, and Outlay's sum against the budget.

`outlay` settles the grids as `outlay sweep` does, and runs W1 and W3 by the loops that the library has for
panels; `outlay-claims` settles W1 claim by claim, as `outlay run` does, with every claim's award, payment
and reason.

Tools take turns, a run each, in processes of their own; medians are compared. Evaluated point by point, as
people write it, a grid takes numpy, polars and DuckDB minutes: a part of the points is timed, and the time
scaled up (`*`). numba and `numpy-apart` do what a careful programmer does: only what changes is evaluated
anew, and sums are put together from parts.
"""
import argparse, json, os, subprocess, sys, time
from pathlib import Path

import numpy as np

MEASURES, TOWNS, REPLICATES, POINTS = 60, 20, 200, 1000
GROUPS = [list(range(g, g + 4)) for g in range(0, 20, 4)]
SWEPT = {"w2": [1, 30, 45], "w2g": [1, 2, 3]}
TOOLS = ["outlay", "outlay-claims", "numpy", "numpy-apart", "numba", "polars", "duckdb"]
# Which does what: a grid point by point would say nothing new of the same tool on w2g.
DOES = {"outlay-claims": ["w1"], "numpy": ["w1", "w2", "w3"], "numpy-apart": ["w2", "w2g"],
        "polars": ["w1", "w2", "w3"], "duckdb": ["w1", "w2", "w3"]}


# ------------------------------------------------------------------ the panel
def draw(directory, size):
    """Writes the panel; see `Sources/Workloads/Panel/PanelFiles.swift` for the layout."""
    random = np.random.default_rng(54)
    centre, spread = random.uniform(11, 14, MEASURES), random.uniform(1.0, 1.6, MEASURES)
    rates = random.integers(5, 301, MEASURES) / 1000
    thresholds = np.round(np.exp(centre - spread * random.uniform(0.1, 0.8, MEASURES)), -3)
    caps = np.maximum(np.round(rates * np.exp(centre + spread * random.uniform(0.8, 1.7, MEASURES)), -4), 1e4)
    # Whole hundreds of yuan: a rate of four decimals gives whole fen, so that doubles multiply exactly.
    base = np.empty((MEASURES, size))
    for k in range(MEASURES):
        drawn = np.rint(random.lognormal(centre[k], spread[k], size) / 100) * 100
        drawn[random.random(size) < 0.3] = 0
        base[k] = drawn
    eligible = np.stack([random.random(size) < p for p in (0.92, 0.85, 0.97)]).astype(np.uint8)
    shares = 1 / np.arange(2, TOWNS + 2)
    town = random.choice(TOWNS, size, p=shares / shares.sum()).astype(np.uint8)
    weights = random.poisson(1.0, (REPLICATES, size)).astype(np.uint8)
    level = np.arange(10)
    sweeps = {name: {"measures": measures,
                     "rates": [np.round(rates[m] * (0.5 + 0.1 * level), 4).tolist() for m in measures],
                     "caps": [np.round(caps[m] * (0.6 + 0.1 * level), 2).tolist() for m in measures]}
              for name, measures in SWEPT.items()}
    directory.mkdir(parents=True, exist_ok=True)
    for name, array in {"base.f64": base, "eligible.u8": eligible, "town.u8": town, "weights.u8": weights,
                        "thresholds.f64": thresholds, "rates.f64": rates, "caps.f64": caps}.items():
        array.tofile(directory / name)
    panel = Panel(base, eligible.astype(bool), town, thresholds, rates, caps, sweeps)
    total = int(reference(panel)["grand"])
    text = lambda x: np.format_float_positional(x, trim="-")
    (directory / "panel.json").write_text(json.dumps({
        "enterprises": size, "measures": MEASURES, "towns": TOWNS, "replicates": REPLICATES,
        "budget": total // 100 * 80, "thresholds": [text(x) for x in thresholds],
        "rates": [text(x) for x in rates], "caps": [text(x) for x in caps], "groups": GROUPS,
        "sweeps": {name: {"measures": s["measures"], "rates": [[text(x) for x in row] for row in s["rates"]],
                          "caps": [[text(x) for x in row] for row in s["caps"]]}
                   for name, s in sweeps.items()}}, indent=1))


class Panel:
    def __init__(self, base, eligible, town, thresholds, rates, caps, sweeps, budget=0):
        self.base, self.eligible, self.town = base, eligible, town
        self.thresholds, self.rates, self.caps = thresholds, rates, caps
        self.sweeps, self.budget, self.size = sweeps, budget, base.shape[1]

    @classmethod
    def load(cls, directory):
        stated = json.loads((directory / "panel.json").read_text())
        size = stated["enterprises"]
        array = lambda name, kind, *shape: np.fromfile(directory / name, kind).reshape(shape)
        return cls(array("base.f64", np.float64, MEASURES, size), array("eligible.u8", bool, 3, size),
                   array("town.u8", np.uint8, size), *(array(f"{x}.f64", np.float64, MEASURES)
                                                       for x in ("thresholds", "rates", "caps")),
                   {name: {"measures": s["measures"], "rates": np.array(s["rates"], float),
                           "caps": np.array(s["caps"], float)} for name, s in stated["sweeps"].items()},
                   stated["budget"])

    def weights(self, directory):
        return np.fromfile(directory / "weights.u8", np.uint8).reshape(REPLICATES, self.size)

    def point(self, name, place):
        """Rates and caps at a point of a grid; the last measure's level changes fastest."""
        rates, caps = self.rates.copy(), self.caps.copy()
        for measure, level, rate, cap in zip(self.sweeps[name]["measures"], np.unravel_index(place, (10, 10, 10)),
                                             self.sweeps[name]["rates"], self.sweeps[name]["caps"]):
            rates[measure], caps[measure] = rate[level], cap[level]
        return rates, caps

    def factor(self, grand):
        return np.minimum(1.0, self.budget / grand)


# ------------------------------------------------------------------ what is right, in whole numbers
def exact_amounts(panel, rates=None, caps=None, measures=range(MEASURES)):
    """In integers throughout: rates in ten-thousandths, bases in yuan, caps in fen."""
    rates = panel.rates if rates is None else rates
    caps = panel.caps if caps is None else caps
    due = panel.eligible.all(0)
    amounts = np.empty((len(measures), panel.size), np.int64)
    for row, k in enumerate(measures):
        share = panel.base[k].astype(np.int64) * round(rates[k] * 10_000)  # hundredths of a fen
        fen = np.minimum((share + 50) // 100, round(caps[k] * 100))
        amounts[row] = np.where(due & (panel.base[k] >= panel.thresholds[k]), fen, 0)
    return amounts


def keep_largest(amounts):
    for group in GROUPS:
        best = amounts[group].argmax(0)  # the first of equal ones
        for place, k in enumerate(group):
            amounts[k][best != place] = 0
    return amounts


def reference(panel):
    amounts = keep_largest(exact_amounts(panel))
    by_town = np.stack([[amounts[k][panel.town == t].sum() for t in range(TOWNS)] for k in range(MEASURES)])
    return {"amounts": amounts, "by_town": by_town, "grand": amounts.sum(), "awarded": amounts.sum(0)}


def reference_grid(panel, name):
    plain = exact_amounts(panel)
    swept = panel.sweeps[name]["measures"]
    levels = [[exact_amounts(panel, *panel.point(name, place), [m])[0]
               for place in (level * step for level in range(10))]
              for m, step in zip(swept, (100, 10, 1))]
    fixed = sum(int(plain[k].sum()) for k in range(20, MEASURES) if k not in swept)
    fixed += sum(int(plain[group].max(0).sum()) for group in GROUPS[1:])
    rest = plain[[k for k in GROUPS[0] if k not in swept]].max(0)
    grand = np.empty((10, 10, 10), np.int64)
    if name == "w2":
        parts = [[int(np.maximum(rest, a).sum()) for a in levels[0]],
                 *([int(a.sum()) for a in levels[j]] for j in (1, 2))]
        grand[:] = fixed + np.add.outer(np.add.outer(parts[0], parts[1]), parts[2])
    else:
        for i in range(10):
            first = np.maximum(rest, levels[0][i])
            for j in range(10):
                second = np.maximum(first, levels[1][j])
                for l in range(10):
                    grand[i, j, l] = fixed + int(np.maximum(second, levels[2][l]).sum())
    return grand.ravel()


# ------------------------------------------------------------------ the tools
class Numpy:
    """Whole columns at a time, as an analyst writes it."""
    points = 8  # of a grid, timed

    def __init__(self, panel, workload, directory, threads):
        self.panel, self.workload = panel, workload
        self.town = panel.town.astype(np.intp)
        if workload == "w3":
            self.amounts = reference(panel)["amounts"].astype(float)
            self.weights = panel.weights(directory).astype(float)

    def evaluate(self, rates, caps):
        p = self.panel
        amounts = np.floor(np.minimum(p.base * rates[:, None], caps[:, None]) * 100 + 0.5)
        amounts *= (p.base >= p.thresholds[:, None]) & p.eligible.all(0)
        return keep_largest(amounts)

    def w1(self):
        p = self.panel
        amounts = self.evaluate(p.rates, p.caps)
        by_town = np.stack([np.bincount(self.town, row, TOWNS) for row in amounts])
        awarded = amounts.sum(0)
        grand = awarded.sum()
        factor = p.factor(grand)
        return by_town, grand, factor, awarded, np.floor(awarded * factor + 0.5)

    def grid(self, places):
        return np.array([self.evaluate(*self.panel.point(self.workload, place)).sum() for place in places])

    def w3(self):
        return self.weights @ self.amounts.T


class NumpyApart(Numpy):
    """Only what changes, and each value of it once; sums of what does not meet are added."""
    points = None

    def column(self, k, rate, cap):
        p = self.panel
        amounts = np.floor(np.minimum(p.base[k] * rate, cap) * 100 + 0.5)
        amounts *= (p.base[k] >= p.thresholds[k]) & self.due
        return amounts

    def grid(self, places):
        p, sweep = self.panel, self.panel.sweeps[self.workload]
        self.due = p.eligible.all(0)
        own = lambda k: self.column(k, p.rates[k], p.caps[k])
        swept = sweep["measures"]
        fixed = sum(own(k).sum() for k in range(20, MEASURES) if k not in swept)
        fixed += sum(np.maximum.reduce([own(k) for k in group]).sum() for group in GROUPS[1:])
        rest = np.maximum.reduce([own(k) for k in GROUPS[0] if k not in swept])
        levels = [[self.column(m, r, c) for r, c in zip(*row)]
                  for m, *row in zip(swept, sweep["rates"], sweep["caps"])]
        if self.workload == "w2":
            parts = [[np.maximum(rest, a).sum() for a in levels[0]], [a.sum() for a in levels[1]],
                     [a.sum() for a in levels[2]]]
            grand = fixed + np.add.outer(np.add.outer(parts[0], parts[1]), parts[2])
        else:
            grand, both, all_three = np.empty((10, 10, 10)), np.empty(p.size), np.empty(p.size)
            for i, a in enumerate(levels[0]):
                first = np.maximum(rest, a)
                for j, b in enumerate(levels[1]):
                    np.maximum(first, b, out=both)
                    for l, c in enumerate(levels[2]):
                        grand[i, j, l] = fixed + np.maximum(both, c, out=all_three).sum()
        return grand.ravel()[places]


class Numba:
    """One pass over blocks of rows that stay in cache, on all threads."""
    points = None

    def __init__(self, panel, workload, directory, threads):
        import numba
        numba.set_num_threads(threads)
        self.panel, self.workload, self.parts = panel, workload, 8 * threads
        self.kernels = numba_kernels(numba)
        # Rows that can get anything, town after town: made once, like any index.
        self.rows = np.flatnonzero(panel.eligible.all(0))
        self.rows = self.rows[np.argsort(panel.town[self.rows], kind="stable")]
        if workload == "w3":
            from threadpoolctl import threadpool_limits
            self.one = threadpool_limits(1, user_api="blas")
            amounts = reference(panel)["amounts"]
            self.rows = np.flatnonzero(amounts.any(0))
            self.amounts = np.ascontiguousarray(amounts[:, self.rows].T.astype(float))
            self.weights = np.ascontiguousarray(panel.weights(directory).T[self.rows])
        else:
            self.base = np.ascontiguousarray(panel.base[:, self.rows])
            self.town = panel.town[self.rows].astype(np.int64)
            self.awarded, self.paid = np.zeros(panel.size), np.zeros(panel.size)
        getattr(self, workload if workload in ("w1", "w3") else "grid")(*([np.arange(POINTS)] if "2" in workload else []))

    def w1(self):
        p = self.panel
        parts = self.kernels["evaluate"](self.base, self.town, self.rows, p.thresholds, p.rates, p.caps,
                                         self.awarded, self.parts)
        by_town = parts.sum(0)
        grand = by_town.sum()
        factor = p.factor(grand)
        self.kernels["pay"](self.awarded, factor, self.paid)
        return by_town, grand, factor, self.awarded, self.paid

    def grid(self, places):
        p, sweep = self.panel, self.panel.sweeps[self.workload]
        fixed, single, cube = self.kernels["grid"](
            self.base, p.thresholds, p.rates, p.caps, np.array(sweep["measures"]), sweep["rates"],
            sweep["caps"], self.workload == "w2g", self.parts)
        fixed, single, cube = fixed.sum(), single.sum(0), cube.sum(0)
        grand = fixed + (cube if self.workload == "w2g" else
                         np.add.outer(np.add.outer(single[0], single[1]), single[2]))
        return grand.ravel()[places]

    def w3(self):
        return self.kernels["replicates"](self.weights, self.amounts, self.parts).sum(0).T


def numba_kernels(numba):
    block = 1024
    plain = numba.njit
    # Sums of whole numbers below 2^53 are exact in any order.
    reordering = numba.njit(fastmath={"reassoc", "nsz"})
    spread = numba.njit(parallel=True)

    @plain
    def column(base, threshold, rate, cap, out):
        for i in range(len(base)):
            fen = np.floor(min(base[i] * rate, cap) * 100.0 + 0.5)
            out[i] = fen if base[i] >= threshold else 0.0

    @reordering
    def add(cells):
        total = 0.0
        for i in range(len(cells)):
            total += cells[i]
        return total

    @reordering
    def add_larger(a, b):
        total = 0.0
        for i in range(len(a)):
            total += max(a[i], b[i])
        return total

    @plain
    def larger(a, b, out):
        for i in range(len(a)):
            out[i] = max(a[i], b[i])

    @plain
    def first_largest(four):
        for i in range(four.shape[1]):
            best = max(max(four[0, i], four[1, i]), max(four[2, i], four[3, i]))
            for k in range(4):
                won = four[k, i] == best
                four[k, i] = best if won else 0.0
                best = -1.0 if won else best

    @spread
    def evaluate(base, town, rows, thresholds, rates, caps, awarded, parts):
        count = base.shape[1]
        each = (count + parts - 1) // parts
        totals = np.zeros((parts, 60, 20))
        for part in numba.prange(parts):
            four, sums = np.empty((4, block)), np.empty(block)
            low, end = part * each, min(count, (part + 1) * each)
            while low < end:
                here = town[low]
                # Up to the next town: a block is of one town, and its sums are plain sums.
                high = min(low + block, end)
                if town[high - 1] != here:
                    high = low + np.searchsorted(town[low:high], here, side="right")
                n = high - low
                sums[:n] = 0.0
                for k in range(0, 60, 4):
                    for j in range(4):
                        column(base[k + j, low:high], thresholds[k + j], rates[k + j], caps[k + j], four[j, :n])
                    if k < 20:
                        first_largest(four[:, :n])
                    for j in range(4):
                        totals[part, k + j, here] += add(four[j, :n])
                    for i in range(n):
                        sums[i] += (four[0, i] + four[1, i]) + (four[2, i] + four[3, i])
                for i in range(n):
                    awarded[rows[low + i]] = sums[i]
                low = high
        return totals

    @spread
    def pay(awarded, factor, paid):
        for i in numba.prange(len(awarded)):
            paid[i] = np.floor(awarded[i] * factor + 0.5)

    @spread
    def grid(base, thresholds, rates, caps, swept, sweep_rates, sweep_caps, together, parts):
        count = base.shape[1]
        each = (count + parts - 1) // parts
        fixed, single, cube = np.zeros(parts), np.zeros((parts, 3, 10)), np.zeros((parts, 10, 10, 10))
        for part in numba.prange(parts):
            one, rest, other = np.empty(block), np.empty(block), np.empty(block)
            first, second, levels = np.empty(block), np.empty(block), np.empty((3, 10, block))
            for low in range(part * each, min(count, (part + 1) * each), block):
                high = min(low + block, count, (part + 1) * each)
                n = high - low
                for group in range(0, 20, 4):
                    best = rest if group == 0 else other
                    best[:n] = 0.0
                    for k in range(group, group + 4):
                        if k == swept[0] or (together and (k == swept[1] or k == swept[2])):
                            continue
                        column(base[k, low:high], thresholds[k], rates[k], caps[k], one[:n])
                        larger(best[:n], one[:n], best[:n])
                    if group > 0:
                        fixed[part] += add(other[:n])
                for k in range(20, 60):
                    if k != swept[1] and k != swept[2]:
                        column(base[k, low:high], thresholds[k], rates[k], caps[k], one[:n])
                        fixed[part] += add(one[:n])
                for j in range(3):
                    m = swept[j]
                    for l in range(10):
                        column(base[m, low:high], thresholds[m], sweep_rates[j, l], sweep_caps[j, l], levels[j, l, :n])
                        if not together:
                            single[part, j, l] += (add_larger(levels[j, l, :n], rest[:n]) if j == 0
                                                   else add(levels[j, l, :n]))
                if together:
                    for i in range(10):
                        larger(rest[:n], levels[0, i, :n], first[:n])
                        for j in range(10):
                            larger(first[:n], levels[1, j, :n], second[:n])
                            for l in range(10):
                                cube[part, i, j, l] += add_larger(second[:n], levels[2, l, :n])
        return fixed, single, cube

    @spread
    def replicates(weights, amounts, parts):
        count = amounts.shape[0]
        each = (count + parts - 1) // parts
        totals = np.zeros((parts, 60, 200))
        for part in numba.prange(parts):
            widened = np.empty((2048, 200))
            for low in range(part * each, min(count, (part + 1) * each), 2048):
                high = min(low + 2048, count, (part + 1) * each)
                for i in range(high - low):
                    for r in range(200):
                        widened[i, r] = weights[low + i, r]
                totals[part] += np.dot(amounts[low:high].T, widened[: high - low])
        return totals

    return {"evaluate": evaluate, "pay": pay, "grid": grid, "replicates": replicates}


class Polars:
    points = 4

    def __init__(self, panel, workload, directory, threads):
        os.environ["POLARS_MAX_THREADS"] = str(threads)
        import polars
        self.pl, self.panel, self.workload = polars, panel, workload
        if workload == "w3":
            amounts, weights = reference(panel)["amounts"].astype(float), panel.weights(directory)
            columns = {f"a{k}": amounts[k] for k in range(MEASURES)}
            columns |= {f"w{r}": weights[r] for r in range(REPLICATES)}
        else:
            columns = {f"b{k}": panel.base[k] for k in range(MEASURES)}
            columns |= {"town": panel.town, "due": panel.eligible.all(0)}
        self.frame = polars.DataFrame(columns)

    def amounts(self, rates, caps):
        pl, p = self.pl, self.panel
        frame = self.frame.lazy().select("town", *(
            pl.when(pl.col("due") & (pl.col(f"b{k}") >= p.thresholds[k]))
            .then((pl.min_horizontal(pl.col(f"b{k}") * rates[k], caps[k]) * 100.0 + 0.5).floor())
            .otherwise(0.0).alias(f"a{k}") for k in range(MEASURES)))
        best = [pl.max_horizontal(f"a{k}" for k in group).alias(f"g{g}") for g, group in enumerate(GROUPS)]
        kept = []
        for g, group in enumerate(GROUPS):
            for place, k in enumerate(group):
                wins = pl.col(f"a{k}") == pl.col(f"g{g}")
                for earlier in group[:place]:
                    wins &= pl.col(f"a{earlier}") < pl.col(f"g{g}")
                kept.append(pl.when(wins).then(f"a{k}").otherwise(0.0).alias(f"a{k}"))
        return frame.with_columns(best).with_columns(kept)

    def w1(self):
        pl, p = self.pl, self.panel
        names = [f"a{k}" for k in range(MEASURES)]
        frame = self.amounts(p.rates, p.caps).select("town", *names, pl.sum_horizontal(names).alias("sum")).collect()
        towns = frame.group_by("town").agg(pl.col(names).sum())
        by_town = np.zeros((MEASURES, TOWNS))
        by_town[:, towns["town"].to_numpy()] = towns.select(names).to_numpy().T
        grand = by_town.sum()
        factor = p.factor(grand)
        paid = frame.select((pl.col("sum") * factor + 0.5).floor())["sum"].to_numpy()
        return by_town, grand, factor, frame["sum"].to_numpy(), paid

    def grid(self, places):
        names = [f"a{k}" for k in range(MEASURES)]
        return np.array([self.amounts(*self.panel.point(self.workload, place)).select(self.pl.col(names).sum())
                         .collect().to_numpy().sum() for place in places])

    def w3(self):
        pl = self.pl
        rows = [self.frame.lazy().select(pl.col(f"a{k}").dot(pl.col(f"w{r}").cast(pl.Float64)).alias(f"a{k}")
                                         for k in range(MEASURES)) for r in range(REPLICATES)]
        return np.concatenate([frame.to_numpy() for frame in pl.collect_all(rows)])


class DuckDB:
    points = 4

    def __init__(self, panel, workload, directory, threads):
        import duckdb
        import pyarrow
        self.panel, self.workload = panel, workload
        self.base = duckdb.connect(config={"threads": threads})
        if workload == "w3":
            amounts, weights = reference(panel)["amounts"].astype(float), panel.weights(directory)
            columns = {f"a{k}": amounts[k] for k in range(MEASURES)} | {f"w{r}": weights[r] for r in range(REPLICATES)}
        else:
            columns = {f"b{k}": panel.base[k] for k in range(MEASURES)}
            columns |= {"id": np.arange(panel.size), "town": panel.town, "due": panel.eligible.all(0)}
        table = pyarrow.table(columns)
        self.base.register("arrow", table)
        self.base.execute("create table panel as select * from arrow")
        self.base.unregister("arrow")

    def amounts(self, rates, caps):
        number = lambda x: f"{float(x)!r}::double"
        p = self.panel
        plain = ", ".join(
            f"case when due and b{k} >= {number(p.thresholds[k])} then floor(least(b{k} * {number(rates[k])}, "
            f"{number(caps[k])}) * 100::double + 0.5::double) else 0::double end as a{k}" for k in range(MEASURES))
        best = ", ".join(f"greatest({', '.join(f'a{k}' for k in group)}) as g{g}" for g, group in enumerate(GROUPS))
        kept = []
        for g, group in enumerate(GROUPS):
            for place, k in enumerate(group):
                wins = " and ".join([f"a{k} = g{g}"] + [f"a{e} < g{g}" for e in group[:place]])
                kept.append(f"case when {wins} then a{k} else 0::double end as a{k}")
        kept += [f"a{k}" for k in range(20, MEASURES)]
        return (f"with plain as (select id, town, {plain} from panel), best as (select *, {best} from plain), "
                f"kept as (select id, town, {', '.join(kept)} from best)")

    def w1(self):
        p = self.panel
        names = [f"a{k}" for k in range(MEASURES)]
        amounts = self.amounts(p.rates, p.caps)
        towns = self.base.execute(
            f"{amounts} select town, {', '.join(f'sum({a}) as {a}' for a in names)} from kept group by town").fetchnumpy()
        by_town = np.zeros((MEASURES, TOWNS))
        for k, name in enumerate(names):
            by_town[k, towns["town"]] = towns[name]
        grand = by_town.sum()
        factor = p.factor(grand)
        rows = self.base.execute(
            f"{amounts}, sums as (select id, {' + '.join(names)} as awarded from kept) "
            f"select awarded, floor(awarded * {float(factor)!r}::double + 0.5::double) as paid from sums order by id"
        ).fetchnumpy()
        return by_town, grand, factor, rows["awarded"], rows["paid"]

    def grid(self, places):
        total = " + ".join(f"sum(a{k})" for k in range(MEASURES))
        return np.array([self.base.execute(
            f"{self.amounts(*self.panel.point(self.workload, place))} select {total} from kept").fetchone()[0]
            for place in places])

    def w3(self):
        rows = []
        for r in range(REPLICATES):
            sums = ", ".join(f"sum(a{k} * w{r}::double)" for k in range(MEASURES))
            rows.append(self.base.execute(f"select {sums} from panel").fetchone())
        return np.array(rows)


CLASSES = {"numpy": Numpy, "numpy-apart": NumpyApart, "numba": Numba, "polars": Polars, "duckdb": DuckDB}


# ------------------------------------------------------------------ a tool in a process of its own
def work(tool, workload, directory, threads):
    """Answers each line with what a run took; a result file at the end of input."""
    panel = Panel.load(directory)
    subject = CLASSES[tool](panel, workload, directory, threads)
    isGrid = workload in SWEPT
    places = np.arange(POINTS)
    if isGrid and subject.points:
        places = np.linspace(0, POINTS - 1, subject.points).astype(int)
    run = (lambda: subject.grid(places)) if isGrid else getattr(subject, workload)
    print(json.dumps({"ready": True}), flush=True)
    result = None
    for _ in sys.stdin:
        start = time.perf_counter()
        result = run()
        seconds = time.perf_counter() - start
        print(json.dumps({"seconds": seconds * (POINTS / len(places) if isGrid else 1)}), flush=True)
    if workload == "w1":
        by_town, grand, factor, awarded, paid = result
        result = np.concatenate([by_town.sum(1), by_town.ravel(), [grand, factor], awarded, paid])
    elif isGrid:
        result = np.concatenate([places, result, panel.factor(result)])
    np.ascontiguousarray(result, float).tofile(directory / f"{tool}-{workload}.f64")


class Worker:
    def __init__(self, tool, workload, options):
        command = ([options.outlay, "panel", options.work, "--workload", workload, "--wait",
                    "--threads", options.threads] + ["--claims"] * (tool == "outlay-claims")
                   if tool.startswith("outlay") else
                   [sys.executable, __file__, "--worker", tool, "--work", options.work,
                    "--workloads", workload, "--threads", options.threads])
        # Every tool may use the kernels that the processor has, whatever the environment forces.
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENBLAS_")}
        environment |= {"OPENBLAS_NUM_THREADS": str(options.threads), "POLARS_MAX_THREADS": str(options.threads)}
        self.tool, self.seconds = tool, []
        self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=environment)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.tool} ended with {self.process.wait()}")
        return json.loads(line)

    def run(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.answer()["seconds"]

    def end(self):
        self.process.stdin.close()
        if self.process.wait() != 0:
            sys.exit(f"{self.tool} ended with {self.process.returncode}")


# ------------------------------------------------------------------ side by side
def differences(tool, workload, panel, directory, expected):
    """What a tool's result does not share with the exact one."""
    is_ours = tool.startswith("outlay")
    result = np.fromfile(directory / f"{tool}-{workload}.f64")
    wrong = []
    def same(what, a, b):
        if a.shape != b.shape or not np.array_equal(a, b):
            wrong.append(what)
    if workload == "w1":
        cut = np.cumsum([MEASURES, MEASURES * TOWNS, 2, panel.size])
        totals, by_town, both, awarded, paid = np.split(result, cut)
        same("totals", totals, expected["by_town"].sum(1).astype(float))
        same("towns", by_town, expected["by_town"].ravel().astype(float))
        same("grand total and factor", both, np.array([expected["grand"], panel.factor(expected["grand"])], float))
        same("enterprises", awarded, expected["awarded"].astype(float))
        # Rounded once for an enterprise, or for each of its claims.
        if np.abs(paid - expected["awarded"] * both[1]).max() > (MEASURES if is_ours else 0.5 + 1e-6):
            wrong.append("payments")
        if is_ours and paid.sum() != min(panel.budget, expected["grand"]):
            wrong.append("sum of payments")
    elif workload in SWEPT:
        count = len(result) // (2 if is_ours else 3)
        places = np.arange(POINTS) if is_ours else result[:count].astype(int)
        grand, factors = result[-2 * count:-count], result[-count:]
        same("grand totals", grand, expected[places].astype(float))
        same("factors", factors, panel.factor(expected[places]))
    else:
        same("replicates", result.reshape(REPLICATES, MEASURES), expected.astype(float))
    return wrong


def expectation(workload, panel, directory):
    if workload == "w1":
        return reference(panel)
    if workload in SWEPT:
        return reference_grid(panel, workload)
    # Whole numbers below 2^53 throughout, so that doubles are exact here too.
    return panel.weights(directory).astype(float) @ reference(panel)["amounts"].T.astype(float)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("outlay", nargs="?", help="the built program outlay-workloads")
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--workloads", default="w1,w2,w2g,w3")
    parser.add_argument("--tools", default=",".join(TOOLS))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--work", type=Path, default=Path("panel-work"))
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.work = options.work.resolve()
    if options.worker:
        return work(options.worker, options.workloads, options.work, options.threads)
    if not options.outlay:
        parser.error("the built program outlay-workloads is needed")
    options.work = options.work / str(options.size)
    if not (options.work / "panel.json").exists():
        draw(options.work, options.size)
    panel = Panel.load(options.work)
    limits = json.loads(subprocess.run([options.outlay, "limits", "--threads", str(options.threads)], check=True,
                                       stdout=subprocess.PIPE, text=True).stdout)
    print(f"{panel.size:,} enterprises, {options.threads} threads; memory {limits['memory'] / 1e9:.1f} GB/s, "
          f"multiply-add {limits['arithmetic'] / 1e9:.0f} GF/s")
    failed = False
    for workload in options.workloads.split(","):
        tools = [t for t in options.tools.split(",") if workload in DOES.get(t, [workload])]
        workers = [Worker(tool, workload, options) for tool in tools]
        for worker in workers:
            worker.run()  # the first touches memory and compiles
        for _ in range(options.runs):
            for worker in workers:
                worker.seconds.append(worker.run())
        for worker in workers:
            worker.end()
        expected = expectation(workload, panel, options.work)
        floor, name = ((2 * REPLICATES * MEASURES * panel.size / limits["arithmetic"], "multiply-add")
                       if workload == "w3" else (panel.base.nbytes / limits["memory"], "memory"))
        medians = {w.tool: float(np.median(w.seconds)) for w in workers}
        peers = [m for t, m in medians.items() if not t.startswith("outlay")]
        print(f"\n{workload}: the limit is {floor:.4f} s ({name})")
        for tool, median in sorted(medians.items(), key=lambda item: item[1]):
            wrong = differences(tool, workload, panel, options.work, expected)
            failed = failed or bool(wrong)
            scaled = "*" if workload in SWEPT and tool in CLASSES and CLASSES[tool].points else " "
            print(f"  {tool:12}{median:10.4f} s{scaled}{median / floor:9.2f} × limit"
                  + (f"{median / min(peers):9.2f} × best peer" if peers else "")
                  + ("   agrees" if not wrong else f"   DIFFERS: {', '.join(wrong)}"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
