// Compiled once for each level; see Kernels.c.

INLINE doubles form_amount(doubles cell, outlay_form form, int is_whole) {
  doubles due = is_whole ? cell * form.scale : nearest(cell, form.scale, form.divisor);
  due = choose(cell >= all(form.reached), all(form.cap), due);
  return (doubles)((masks)due & (cell >= all(form.low)) & (cell < all(form.high)));
}

// The last few cells, in a vector of their own.
INLINE doubles form_rest(const double *cells, outlay_form form, int is_whole, size_t count) {
  double rest[lanes] = {0};
  for (size_t i = 0; i < count; i++) rest[i] = cells[i];
  doubles due = form_amount(load(rest), form, is_whole);
  // A cell that is not there may be one that is paid.
  for (size_t i = count; i < lanes; i++) due[(int)i] = 0;
  return due;
}

INLINE void form_amounts_of(
    double *amounts, const double *cells, outlay_form form, int is_whole, size_t count) {
  size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    store(amounts + i, form_amount(load(cells + i), form, is_whole));
  if (i == count) return;
  doubles due = form_rest(cells + i, form, is_whole, count - i);
  for (int lane = 0; i < count; i++, lane++) amounts[i] = due[lane];
}

static void NAME(outlay_form_amounts)(
    double *amounts, const double *cells, outlay_form form, size_t count) {
  if (form.divisor == 1) form_amounts_of(amounts, cells, form, 1, count);
  else form_amounts_of(amounts, cells, form, 0, count);
}

INLINE double form_sum_of(const double *cells, outlay_form form, int is_whole, size_t count) {
  doubles parts[2] = {};
  size_t i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    parts[0] += form_amount(load(cells + i), form, is_whole);
    parts[1] += form_amount(load(cells + i + lanes), form, is_whole);
  }
  for (; i + lanes <= count; i += lanes) parts[0] += form_amount(load(cells + i), form, is_whole);
  if (i < count) parts[1] += form_rest(cells + i, form, is_whole, count - i);
  return sum(parts[0] + parts[1]);
}

static double NAME(outlay_form_sum)(const double *cells, outlay_form form, size_t count) {
  return form.divisor == 1 ? form_sum_of(cells, form, 1, count) : form_sum_of(cells, form, 0, count);
}

// Of few columns each has its sum in a register.
INLINE void keep_of_few(
    double *sums, const double *const *columns, int column_count, size_t count) {
  doubles parts[most_fused] = {};
  for (size_t i = 0; i < count; i += lanes) {
    doubles amounts[most_fused];
    for (int column = 0; column < column_count; column++) amounts[column] = load(columns[column] + i);
    add_largest(parts, amounts, column_count);
  }
  for (int column = 0; column < column_count; column++) sums[column] += sum(parts[column]);
}

INLINE void keep_of_many(
    double *sums, const double *const *columns, size_t column_count, size_t count) {
  for (size_t i = 0; i < count; i++) {
    size_t winner = 0;
    for (size_t column = 1; column < column_count; column++)
      if (columns[column][i] > columns[winner][i]) winner = column;
    sums[winner] += columns[winner][i];
  }
}

static void NAME(outlay_keep_largest)(
    double *sums, const double *const *columns, size_t column_count, size_t count) {
  size_t whole = count / lanes * lanes;
  if (column_count == 2) keep_of_few(sums, columns, 2, whole);
  else if (column_count == 3) keep_of_few(sums, columns, 3, whole);
  else if (column_count == 4) keep_of_few(sums, columns, 4, whole);
  else whole = 0;
  if (whole == count) return;
  const double *rest[column_count];
  for (size_t column = 0; column < column_count; column++) rest[column] = columns[column] + whole;
  keep_of_many(sums, rest, column_count, count - whole);
}

static void NAME(outlay_form_bounds)(
    double *greatest, double *least, const double *cells, outlay_form_range range, size_t count) {
  // More than two roundings and bringing to whole fen can make of an amount below 2^53.
  const double margin = 4;
  EACH {
    double cell = cells[i];
    double low = range.base + cell * range.least_rate;
    low = (low < range.least_cap ? low : range.least_cap) - margin;
    low = cell >= range.from && cell < range.below ? low : 0;
    least[i] = low > least[i] ? low : least[i];
    double high = range.base + cell * range.most_rate;
    high = (high < range.most_cap ? high : range.most_cap) + margin;
    greatest[i] = cell >= range.from_any && cell < range.below_any ? high : 0;
  }
}

static void NAME(outlay_mark_reaching)(
    uint8_t *sets, const double *greatest, const double *least, uint8_t bit, size_t count) {
  EACH sets[i] |= greatest[i] > 0 && greatest[i] >= least[i] ? bit : 0;
}
