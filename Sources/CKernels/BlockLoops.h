// Compiled once for each level; see Kernels.c.

#define AT(operand) ((operand).cells[i] * (operand).scale + (operand).offset)

#define BINARY(name, expression)                                                          \
  static void NAME(name)(double *out, outlay_operand a, outlay_operand b, size_t count) { \
    EACH {                                                                                \
      double x = AT(a), y = AT(b);                                                        \
      out[i] = (expression);                                                              \
    }                                                                                     \
  }

BINARY(outlay_add, x + y)
BINARY(outlay_multiply, x *y)
BINARY(outlay_minimum, x < y ? x : y)
BINARY(outlay_maximum, x > y ? x : y)
BINARY(outlay_less, x < y ? 1.0 : 0.0)
BINARY(outlay_less_or_equal, x <= y ? 1.0 : 0.0)
BINARY(outlay_equal, x == y ? 1.0 : 0.0)
BINARY(outlay_differ, ((x < y) | (x > y)) ? 1.0 : 0.0)

static void NAME(outlay_affine)(double *out, outlay_operand a, size_t count) {
  EACH out[i] = AT(a);
}

static void NAME(outlay_floor_divide)(
    double *out, outlay_operand a, double divisor, size_t count) {
  EACH out[i] = __builtin_floor(AT(a) / divisor);
}

static void NAME(outlay_select)(
    double *out, const double *condition, outlay_operand a, outlay_operand b, size_t count) {
  EACH {
    double x = AT(a), y = AT(b);
    out[i] = condition[i] != 0 ? x : y;
  }
}

#define LOAD(expression)                                                                  \
  if (rows) {                                                                             \
    EACH {                                                                                \
      size_t row = (size_t)rows[i];                                                       \
      out[i] = (expression);                                                              \
    }                                                                                     \
  } else {                                                                                \
    EACH {                                                                                \
      size_t row = i;                                                                     \
      out[i] = (expression);                                                              \
    }                                                                                     \
  }

static void NAME(outlay_load_double)(
    double *out, const double *cells, const int32_t *rows, size_t count) {
  LOAD(cells[row])
}

static void NAME(outlay_load_byte)(
    double *out, const uint8_t *cells, const int32_t *rows, size_t count) {
  LOAD((double)cells[row])
}

static void NAME(outlay_load_bit)(
    double *out, const uint8_t *cells, const int32_t *rows, uint64_t mask, size_t count) {
  LOAD((double)(int32_t)((mask >> cells[row]) & 1))
}

static void NAME(outlay_load_date)(
    double *out, const int32_t *cells, const int32_t *rows, int32_t blank, size_t count) {
  LOAD(cells[row] == blank ? __builtin_nan("") : (double)cells[row])
}

// Eight partial sums: of integers below 2^53 together, any order gives the same.
INLINE double sum_of(const double *cells, size_t count) {
  double part[8] = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (size_t lane = 0; lane < 8; lane++) part[lane] += cells[i + lane];
  double sum = 0;
  for (size_t lane = 0; lane < 8; lane++) sum += part[lane];
  for (; i < count; i++) sum += cells[i];
  return sum;
}

static double NAME(outlay_sum)(const double *cells, size_t count) { return sum_of(cells, count); }

static double NAME(outlay_store_claims)(
    double *assessed, double *amounts, uint16_t *codes, const double *amount_cells,
    const double *code_cells, size_t count) {
  EACH codes[i] = (uint16_t)(int32_t)code_cells[i];
  memcpy(assessed, amount_cells, count * sizeof(double));
  if (amounts) memcpy(amounts, amount_cells, count * sizeof(double));
  return sum_of(amount_cells, count);
}

static size_t NAME(outlay_pick_outside)(
    int32_t *out, const int32_t *cells, int32_t least, int32_t most, size_t count) {
  size_t found = 0;
  for (size_t first = 0; first < count; first += chunk) {
    size_t size = count - first < chunk ? count - first : chunk;
    int outside = 0;
    for (size_t i = 0; i < size; i++)
      outside |= (cells[first + i] < least) | (cells[first + i] > most);
    if (!outside) continue;
    for (size_t i = 0; i < size; i++) {
      out[found] = (int32_t)(first + i);
      found += (cells[first + i] < least) | (cells[first + i] > most);
    }
  }
  return found;
}

static void NAME(outlay_bounds)(double *low, double *high, const double *cells, size_t count) {
  double least[8] = {0}, most[8] = {0};
  size_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (size_t lane = 0; lane < 8; lane++) {
      double cell = cells[i + lane];
      least[lane] = cell < least[lane] ? cell : least[lane];
      most[lane] = cell > most[lane] ? cell : most[lane];
    }
  for (; i < count; i++) {
    least[0] = cells[i] < least[0] ? cells[i] : least[0];
    most[0] = cells[i] > most[0] ? cells[i] : most[0];
  }
  *low = *high = 0;
  for (size_t lane = 0; lane < 8; lane++) {
    *low = least[lane] < *low ? least[lane] : *low;
    *high = most[lane] > *high ? most[lane] : *high;
  }
}

static void NAME(outlay_explain_nothing)(
    uint16_t *codes, const double *awards, const double *paid, uint16_t code, size_t count) {
  EACH codes[i] = ((paid[i] == 0) & (awards[i] > 0)) ? code : codes[i];
}

static size_t NAME(outlay_pick)(
    int32_t *out, int32_t first, const uint8_t *flags, const int32_t *rows, size_t count) {
  size_t found = 0;
  if (rows) {
    for (size_t i = 0; i < count; i++) {
      out[found] = first + (int32_t)i;
      found += flags[rows[i]] != 0;
    }
  } else {
    for (size_t i = 0; i < count; i++) {
      out[found] = first + (int32_t)i;
      found += flags[i] != 0;
    }
  }
  return found;
}

// weight × total passes 2^63, but the remainder does not: it is computed modulo 2^64 from a quotient that
// a double gives to within one or two, and tells how far that quotient is off.
INLINE division divide(
    double weight, double ratio, outlay_proportion proportion) {
  int64_t quotient = (int64_t)(weight * ratio);
  int64_t remainder = (int64_t)((uint64_t)(int64_t)weight * (uint64_t)proportion.total -
                                (uint64_t)quotient * (uint64_t)proportion.divisor);
  for (int step = 0; step < 2; step++) {
    int64_t low = remainder < 0, high = remainder >= proportion.divisor;
    quotient += high - low;
    remainder += (low - high) * proportion.divisor;
  }
  return (division){quotient, remainder};
}

INLINE int32_t bucket(int64_t remainder, double per_fen) {
  int32_t place = (int32_t)((double)remainder * per_fen);
  return place < outlay_remainder_buckets - 1 ? place : outlay_remainder_buckets - 1;
}

static int64_t NAME(outlay_quotas)(
    double *quotas, int32_t *bucket_counts, const double *weights, outlay_proportion proportion,
    size_t count) {
  double ratio = (double)proportion.total / (double)proportion.divisor;
  double per_fen = outlay_remainder_buckets / (double)proportion.divisor;
  int32_t places[chunk];
  int64_t given = 0;
  for (size_t first = 0; first < count; first += chunk) {
    size_t size = count - first < chunk ? count - first : chunk;
    for (size_t i = 0; i < size; i++) {
      division share = divide(weights[first + i], ratio, proportion);
      quotas[first + i] = (double)share.quotient;
      given += share.quotient;
      places[i] = bucket(share.remainder, per_fen);
    }
    for (size_t i = 0; i < size; i++) bucket_counts[places[i]]++;
  }
  return given;
}

static size_t NAME(outlay_round_up)(
    double *shares, int32_t *places, int64_t *remainders, const double *weights,
    outlay_proportion proportion, int32_t cut, size_t count) {
  double ratio = (double)proportion.total / (double)proportion.divisor;
  double per_fen = outlay_remainder_buckets / (double)proportion.divisor;
  size_t found = 0;
  int64_t rest[chunk];
  int32_t place[chunk];
  for (size_t first = 0; first < count; first += chunk) {
    size_t size = count - first < chunk ? count - first : chunk;
    for (size_t i = 0; i < size; i++) {
      rest[i] = divide(weights[first + i], ratio, proportion).remainder;
      place[i] = bucket(rest[i], per_fen);
      shares[first + i] += place[i] > cut ? 1.0 : 0.0;
    }
    for (size_t i = 0; i < size; i++) {
      places[found] = (int32_t)(first + i);
      remainders[found] = rest[i];
      found += place[i] == cut;
    }
  }
  return found;
}
