// Compiled once for each level; see Kernels.c.

INLINE doubles load(const double *cells) {
  doubles value;
  memcpy(&value, cells, sizeof value);
  return value;
}

INLINE void store(double *cells, doubles value) { memcpy(cells, &value, sizeof value); }

INLINE doubles choose(masks mask, doubles a, doubles b) {
  return (doubles)((mask & (masks)a) | (~mask & (masks)b));
}

INLINE doubles lesser(doubles a, doubles b) { return choose(a < b, a, b); }
INLINE doubles greater(doubles a, doubles b) { return choose(a > b, a, b); }

INLINE double sum(doubles value) {
  double total = 0;
  for (int lane = 0; lane < lanes; lane++) total += value[lane];
  return total;
}

INLINE doubles cells_at(const int32_t *cells) {
  integers value;
  memcpy(&value, cells, sizeof value);
  return __builtin_convertvector(value, doubles);
}

INLINE doubles all(double value) { return (doubles){} + value; }

// The nearest whole number to scale × cell ÷ divisor, half up: a product with the reciprocal gives it to
// within one, and the remainder, which is exact, tells whether it is off.
INLINE doubles nearest(doubles cell, outlay_rate_cap rule) {
  doubles twice = cell * (2 * rule.scale) + rule.divisor;
  double unit = 2 * rule.divisor;
  doubles guess = __builtin_elementwise_floor(twice * (1 / unit));
  doubles rest = twice - guess * unit;
  guess = choose(rest < 0, guess - 1, guess);
  return choose(rest >= unit, guess + 1, guess);
}

INLINE doubles amount(doubles cell, outlay_rate_cap rule, int is_whole) {
  doubles due = is_whole ? cell * rule.scale : nearest(cell, rule);
  due = lesser(due, all(rule.cap));
  return (doubles)((masks)due & (cell >= all(rule.threshold)));
}

// ------------------------------------------------------------------ one full evaluation
INLINE void assess_alone(
    const int32_t *cells, outlay_rate_cap rule, int is_whole, double *total, double *row_sums) {
  doubles part[2] = {};
  for (size_t i = 0; i < outlay_tile_rows; i += 2 * lanes) {
    doubles a = amount(cells_at(cells + i), rule, is_whole);
    doubles b = amount(cells_at(cells + i + lanes), rule, is_whole);
    part[0] += a;
    part[1] += b;
    store(row_sums + i, load(row_sums + i) + a);
    store(row_sums + i + lanes, load(row_sums + i + lanes) + b);
  }
  *total += sum(part[0] + part[1]);
}

INLINE void assess_fused(
    const int32_t *cells, const outlay_rate_cap *rules, int count, int is_whole, double *totals,
    double *row_sums) {
  doubles parts[most_fused] = {};
  for (size_t i = 0; i < outlay_tile_rows; i += lanes) {
    doubles amounts[most_fused], best = {};
    for (int rival = 0; rival < count; rival++) {
      amounts[rival] = amount(
          cells_at(cells + (size_t)rival * outlay_tile_rows + i), rules[rival], is_whole);
      best = greater(amounts[rival], best);
    }
    masks open = best > 0;
    for (int rival = 0; rival < count; rival++) {
      masks wins = (amounts[rival] == best) & open;
      parts[rival] += (doubles)((masks)best & wins);
      open &= ~wins;
    }
    store(row_sums + i, load(row_sums + i) + best);
  }
  for (int rival = 0; rival < count; rival++) totals[rival] += sum(parts[rival]);
}

// Of any number: the largest so far and who it is, then each one's share of it.
INLINE void assess_many(
    const int32_t *cells, const outlay_rate_cap *rules, size_t count, double *totals,
    double *row_sums) {
  double best[outlay_tile_rows] = {0}, winner[outlay_tile_rows] = {0};
  for (size_t rival = 0; rival < count; rival++) {
    for (size_t i = 0; i < outlay_tile_rows; i += lanes) {
      doubles due = amount(cells_at(cells + rival * outlay_tile_rows + i), rules[rival], 0);
      doubles high = load(best + i);
      masks wins = due > high;
      store(best + i, choose(wins, due, high));
      store(winner + i, choose(wins, all((double)rival), load(winner + i)));
    }
  }
  for (size_t rival = 0; rival < count; rival++) {
    doubles part = {};
    for (size_t i = 0; i < outlay_tile_rows; i += lanes)
      part += (doubles)((masks)load(best + i) & (load(winner + i) == all((double)rival)));
    totals[rival] += sum(part);
  }
  for (size_t i = 0; i < outlay_tile_rows; i += lanes)
    store(row_sums + i, load(row_sums + i) + load(best + i));
}

static void NAME(outlay_panel_assess)(
    const int32_t *tile, const outlay_rate_cap *rules, const uint8_t *groups, size_t group_count,
    double *sums, double *row_sums) {
  memset(row_sums, 0, outlay_tile_rows * sizeof(double));
  for (size_t group = 0; group < group_count; group++) {
    int count = groups[group], is_whole = 1;
    for (int rival = 0; rival < count; rival++) is_whole &= rules[rival].divisor == 1;
    if (count == 1 && is_whole) assess_alone(tile, *rules, 1, sums, row_sums);
    else if (count == 1) assess_alone(tile, *rules, 0, sums, row_sums);
    else if (count == 2 && is_whole) assess_fused(tile, rules, 2, 1, sums, row_sums);
    else if (count == 3 && is_whole) assess_fused(tile, rules, 3, 1, sums, row_sums);
    else if (count == 4 && is_whole) assess_fused(tile, rules, 4, 1, sums, row_sums);
    else assess_many(tile, rules, (size_t)count, sums, row_sums);
    tile += (size_t)count * outlay_tile_rows;
    rules += count;
    sums += count;
  }
}

// ------------------------------------------------------------------ single columns
#define EVERY(operation)                                                                  \
  if (rule.divisor == 1) {                                                                \
    for (size_t i = 0; i < outlay_tile_rows; i += lanes) {                                \
      doubles due = amount(cells_at(cells + i), rule, 1);                                 \
      operation;                                                                          \
    }                                                                                     \
  } else {                                                                                \
    for (size_t i = 0; i < outlay_tile_rows; i += lanes) {                                \
      doubles due = amount(cells_at(cells + i), rule, 0);                                 \
      operation;                                                                          \
    }                                                                                     \
  }

static void NAME(outlay_panel_amounts)(double *amounts, const int32_t *cells, outlay_rate_cap rule) {
  EVERY(store(amounts + i, due))
}

static void NAME(outlay_panel_raise)(double *amounts, const int32_t *cells, outlay_rate_cap rule) {
  EVERY(store(amounts + i, greater(load(amounts + i), due)))
}

// Several levels at a time keep their sums in registers. Mostly they have one threshold between them and
// their products are whole (`is_plain`): a cell below the threshold is then none at every level.
INLINE void some_levels(
    double *sums, const int32_t *cells, const double *least, const outlay_rate_cap *rules,
    int levels, int is_plain, int has_least, size_t count) {
  doubles parts[levels_at_once] = {};
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    doubles cell = cells_at(cells + i);
    doubles floor = has_least ? load(least + i) : all(0);
    if (is_plain) cell = (doubles)((masks)cell & (cell >= all(rules->threshold)));
    for (int level = 0; level < levels; level++) {
      doubles due =
          is_plain ? lesser(cell * rules[level].scale, all(rules[level].cap))
                   : amount(cell, rules[level], 0);
      parts[level] += has_least ? greater(due, floor) : due;
    }
  }
  for (int level = 0; level < levels; level++) sums[level] += sum(parts[level]);
  for (; i < count; i++) {
    doubles cell = all((double)cells[i]), floor = all(has_least ? least[i] : 0);
    for (int level = 0; level < levels; level++)
      sums[level] += greater(amount(cell, rules[level], 0), floor)[0];
  }
}

INLINE void every_level(
    double *sums, const int32_t *cells, const double *least, const outlay_rate_cap *rules,
    size_t level_count, int is_plain, int has_least, size_t count) {
  size_t level = 0;
  for (; level + levels_at_once <= level_count; level += levels_at_once)
    some_levels(
        sums + level, cells, least, rules + level, levels_at_once, is_plain, has_least, count);
  for (; level < level_count; level++)
    some_levels(sums + level, cells, least, rules + level, 1, is_plain, has_least, count);
}

static void NAME(outlay_panel_levels)(
    double *sums, const int32_t *cells, const double *least, const outlay_rate_cap *rules,
    size_t level_count, size_t count) {
  int is_plain = 1;
  for (size_t level = 0; level < level_count; level++)
    is_plain &= rules[level].divisor == 1 && rules[level].threshold == rules->threshold;
  if (is_plain && least) every_level(sums, cells, least, rules, level_count, 1, 1, count);
  else if (is_plain) every_level(sums, cells, least, rules, level_count, 1, 0, count);
  else if (least) every_level(sums, cells, least, rules, level_count, 0, 1, count);
  else every_level(sums, cells, least, rules, level_count, 0, 0, count);
}

INLINE void some_maxima(
    double *sums, const double *least, const double *amounts, size_t stride, int levels,
    size_t count) {
  doubles parts[levels_at_once] = {};
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    doubles floor = load(least + i);
    for (int level = 0; level < levels; level++)
      parts[level] += greater(load(amounts + (size_t)level * stride + i), floor);
  }
  for (int level = 0; level < levels; level++) {
    double total = sum(parts[level]);
    for (size_t rest = i; rest < count; rest++) {
      double due = amounts[(size_t)level * stride + rest];
      total += due > least[rest] ? due : least[rest];
    }
    sums[level] += total;
  }
}

static void NAME(outlay_panel_maxima)(
    double *sums, const double *least, const double *amounts, size_t stride, size_t level_count,
    size_t count) {
  size_t level = 0;
  for (; level + levels_at_once <= level_count; level += levels_at_once)
    some_maxima(sums + level, least, amounts + level * stride, stride, levels_at_once, count);
  for (; level + 2 <= level_count; level += 2)
    some_maxima(sums + level, least, amounts + level * stride, stride, 2, count);
  for (; level < level_count; level++)
    some_maxima(sums + level, least, amounts + level * stride, stride, 1, count);
}

INLINE void range_of(
    double *low, double *high, const int32_t *cells, const outlay_rate_cap *rules,
    size_t level_count, int is_whole) {
  for (size_t i = 0; i < outlay_tile_rows; i += lanes) {
    doubles cell = cells_at(cells + i);
    doubles least = amount(cell, rules[0], is_whole), most = least;
    for (size_t level = 1; level < level_count; level++) {
      doubles due = amount(cell, rules[level], is_whole);
      least = lesser(least, due);
      most = greater(most, due);
    }
    store(low + i, least);
    store(high + i, most);
  }
}

static void NAME(outlay_panel_range)(
    double *low, double *high, const int32_t *cells, const outlay_rate_cap *rules,
    size_t level_count) {
  int is_whole = 1;
  for (size_t level = 0; level < level_count; level++) is_whole &= rules[level].divisor == 1;
  if (is_whole) range_of(low, high, cells, rules, level_count, 1);
  else range_of(low, high, cells, rules, level_count, 0);
}

static void NAME(outlay_panel_evaluate)(
    double *amounts, const int32_t *cells, outlay_rate_cap rule, size_t count) {
  size_t i = 0;
  if (rule.divisor == 1) {
    for (; i + lanes <= count; i += lanes) store(amounts + i, amount(cells_at(cells + i), rule, 1));
  } else {
    for (; i + lanes <= count; i += lanes) store(amounts + i, amount(cells_at(cells + i), rule, 0));
  }
  for (; i < count; i++) amounts[i] = amount(all((double)cells[i]), rule, 0)[0];
}

static void NAME(outlay_panel_greater)(double *out, const double *a, const double *b, size_t count) {
  EACH out[i] = a[i] > b[i] ? a[i] : b[i];
}

static void NAME(outlay_widen)(double *out, const uint8_t *bytes, size_t count) {
  EACH out[i] = (double)bytes[i];
}
