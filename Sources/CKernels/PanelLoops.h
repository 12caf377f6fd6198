// Compiled once for each level; see Kernels.c.

INLINE doubles amount(doubles cell, outlay_rate_cap rule, int is_whole) {
  doubles due = is_whole ? cell * rule.scale : nearest(cell, rule.scale, rule.divisor);
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
    doubles amounts[most_fused];
    for (int rival = 0; rival < count; rival++)
      amounts[rival] = amount(
          cells_at(cells + (size_t)rival * outlay_tile_rows + i), rules[rival], is_whole);
    doubles best = add_largest(parts, amounts, count);
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
static void NAME(outlay_panel_amounts)(double *amounts, const int32_t *cells, outlay_rate_cap rule) {
  if (rule.divisor == 1) {
    for (size_t i = 0; i < outlay_tile_rows; i += lanes)
      store(amounts + i, amount(cells_at(cells + i), rule, 1));
  } else {
    for (size_t i = 0; i < outlay_tile_rows; i += lanes)
      store(amounts + i, amount(cells_at(cells + i), rule, 0));
  }
}

static void NAME(outlay_widen)(double *out, const uint8_t *bytes, size_t count) {
  EACH out[i] = (double)bytes[i];
}
