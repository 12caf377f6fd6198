// Compiled once for each level; see Kernels.c. What all loops over vectors use.

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
INLINE doubles nearest(doubles cell, double scale, double divisor) {
  doubles twice = cell * (2 * scale) + divisor;
  double unit = 2 * divisor;
  doubles guess = __builtin_elementwise_floor(twice * (1 / unit));
  doubles rest = twice - guess * unit;
  guess = choose(rest < 0, guess - 1, guess);
  return choose(rest >= unit, guess + 1, guess);
}

// Adds the largest of some amounts to the part of the first that is so large, and returns it.
INLINE doubles add_largest(doubles *parts, const doubles *amounts, int count) {
  doubles best = {};
  for (int i = 0; i < count; i++) best = greater(amounts[i], best);
  masks open = best > 0;
  for (int i = 0; i < count; i++) {
    masks wins = (amounts[i] == best) & open;
    parts[i] += (doubles)((masks)best & wins);
    open &= ~wins;
  }
  return best;
}
